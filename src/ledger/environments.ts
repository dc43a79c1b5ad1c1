import type { GithubClient } from "./github-client.ts";

/** The environments of a repository, as its settings on GitHub have them. */
export class GithubEnvironments {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /**
   * Whether GitHub asks somebody before a job enters the environment. One that does not exist asks nobody: GitHub makes
   * it, without rules, for the first job that names it.
   *
   * @see https://docs.github.com/en/rest/deployments/environments#get-an-environment
   * @throws GithubError
   */
  async hasReviewers(name: string): Promise<boolean> {
    const found = await this.#github.find(`read the environment ${name}`, ({ rest }, repository) =>
      rest.repos.getEnvironment({ ...repository, environment_name: name }),
    );
    const rules = found?.data.protection_rules ?? [];
    return rules.some((rule) => "reviewers" in rule && (rule.reviewers ?? []).length > 0);
  }
}
