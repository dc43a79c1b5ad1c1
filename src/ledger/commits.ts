import type { Commit } from "../release/conventional-commit.ts";
import { type CommitSha, commitShaSchema } from "../release/release.ts";
import { type GithubClient, pageSize } from "./github-client.ts";

/** The history of a repository on GitHub. No clone is needed, so a shallow one does no harm. */
export class GithubCommits {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /** Whether `older` is in the history of `newer` and is not the same commit. @throws GithubError */
  async isAncestor(older: CommitSha, newer: CommitSha): Promise<boolean> {
    if (older === newer) return false;
    const { data } = await this.#github.ask(comparing(older, newer), ({ rest }, repository) =>
      rest.repos.compareCommitsWithBasehead({ ...repository, basehead: `${older}...${newer}`, per_page: 1 }),
    );
    return data.status === "ahead";
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
    const pages = this.#github.pages(comparing(base, head), ({ paginate }, repository) => {
      const parameters = { ...repository, basehead: `${base}...${head}`, per_page: pageSize };
      return paginate.iterator("GET /repos/{owner}/{repo}/compare/{basehead}", parameters);
    });
    for await (const { commits } of pages) {
      for (const { sha, commit } of commits) {
        const committedAtMs = Date.parse(commit.committer?.date ?? "1970-01-01");
        added.push({ sha: commitShaSchema.parse(sha), message: commit.message, committedAtMs });
      }
    }
    return added;
  }

  async #touching(path: string, head: CommitSha, since: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    const pages = this.#github.pages(`list the commits of ${path}`, ({ paginate, rest }, repository) =>
      paginate.iterator(rest.repos.listCommits, { ...repository, sha: head, path, since, per_page: pageSize }),
    );
    for await (const commits of pages) {
      for (const { sha } of commits) found.add(sha);
    }
    return found;
  }
}

function comparing(base: CommitSha, head: CommitSha): string {
  return `compare ${base} with ${head}`;
}
