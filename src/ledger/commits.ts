import type { Commit } from "../release/conventional-commit.ts";
import { type CommitSha, commitShaSchema } from "../release/release.ts";
import type { GithubClient } from "./github-client.ts";
import { pageSize, paginate } from "./paginate.ts";

/** The history of a repository on GitHub. No clone is needed, so a shallow one does no harm. */
export class GithubCommits {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /** Whether `older` is in the history of `newer` and is not the same commit. @throws GithubError */
  async isAncestor(older: CommitSha, newer: CommitSha): Promise<boolean> {
    if (older === newer) return false;
    const { status } = await this.#comparePage(older, newer, 1);
    return status === "ahead";
  }

  /**
   * Commits in the history of `head` that are not in that of `base` and touch `directory` (`.` is everything).
   *
   * @throws GithubError
   */
  async since(base: CommitSha, head: CommitSha, directory: string): Promise<readonly Commit[]> {
    const added = await this.#added(base, head);
    const commits = added.map(({ sha, message }) => ({ sha, message }));
    if (directory === "." || added.length === 0) return commits;
    const oldestMs = Math.min(...added.map(({ committedAtMs }) => committedAtMs));
    const touching = await this.#touching(directory, head, new Date(oldestMs).toISOString());
    return commits.filter(({ sha }) => touching.has(sha));
  }

  async #added(base: CommitSha, head: CommitSha): Promise<readonly (Commit & { readonly committedAtMs: number })[]> {
    if (base === head) return [];
    const added = [];
    const commits = paginate(async (page) => (await this.#comparePage(base, head, page)).commits);
    for await (const { sha, commit } of commits) {
      added.push({
        sha: commitShaSchema.parse(sha),
        message: commit.message,
        committedAtMs: Date.parse(commit.committer?.date ?? "1970-01-01"),
      });
    }
    return added;
  }

  async #touching(path: string, head: CommitSha, since: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    const commits = paginate((page) =>
      this.#github.ask(`list the commits of ${path}`, async (request, repository) => {
        const parameters = { ...repository, sha: head, path, since, per_page: pageSize, page };
        return (await request("GET /repos/{owner}/{repo}/commits", parameters)).data;
      }),
    );
    for await (const { sha } of commits) found.add(sha);
    return found;
  }

  #comparePage(base: CommitSha, head: CommitSha, page: number) {
    return this.#github.ask(`compare ${base} with ${head}`, async (request, repository) => {
      const parameters = { ...repository, basehead: `${base}...${head}`, per_page: pageSize, page };
      return (await request("GET /repos/{owner}/{repo}/compare/{basehead}", parameters)).data;
    });
  }
}
