import { type CommitSha, commitShaSchema } from "../release/release.ts";
import type { GitTag } from "../release/version-tag.ts";
import type { GithubClient } from "./github-client.ts";
import { GithubError } from "./github-error.ts";
import { pageSize, paginate } from "./paginate.ts";

/** Git tags in a repository on GitHub. A tag is a plain ref on a commit, made once and never moved. */
export class GithubTags {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /** Tags whose name begins with `prefix`. @throws GithubError */
  async list(prefix: string): Promise<readonly GitTag[]> {
    const tags: GitTag[] = [];
    const refs = paginate((page) =>
      this.#github.ask(`list tags ${prefix}*`, async (request, repository) => {
        const route = "GET /repos/{owner}/{repo}/git/matching-refs/{ref}";
        // octokit's types know no pages here, but GitHub has them.
        const parameters = { ...repository, ref: `tags/${prefix}`, per_page: pageSize, page };
        return (await request(route, parameters)).data;
      }),
    );
    const seen = new Set<string>();
    for await (const { ref, object } of refs) {
      // A server that ignores `page` would repeat itself.
      if (seen.has(ref)) break;
      seen.add(ref);
      tags.push({ name: ref.replace(/^refs\/tags\//, ""), commit: await this.#commitOf(object) });
    }
    return tags;
  }

  /** The commit that a tag stands on. @throws GithubError */
  async find(name: string): Promise<CommitSha | undefined> {
    const found = await this.#github.find(`read tag ${name}`, async (request, repository) => {
      const reply = await request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...repository, ref: `tags/${name}` });
      return reply.data;
    });
    return found === undefined ? undefined : this.#commitOf(found.object);
  }

  /**
   * Makes the tag unless it exists: GitHub creates a ref atomically, so of two who ask at once one is told that it is
   * there already.
   *
   * @throws GithubError
   */
  async claim(name: string, commit: CommitSha): Promise<{ readonly created: boolean; readonly commit: CommitSha }> {
    const existing = await this.find(name);
    if (existing !== undefined) return { created: false, commit: existing };
    try {
      await this.#github.ask(`create tag ${name}`, (request, repository) =>
        request("POST /repos/{owner}/{repo}/git/refs", { ...repository, ref: `refs/tags/${name}`, sha: commit }),
      );
      return { created: true, commit };
    } catch (error) {
      // 422: it exists by now, or the commit does not. Only the read-back tells which.
      if (!(error instanceof GithubError) || error.status !== 422) throw error;
      const winner = await this.find(name);
      if (winner === undefined) throw error;
      return { created: false, commit: winner };
    }
  }

  /** People make annotated tags; those point at a tag object, which points at the commit. */
  async #commitOf(object: { readonly type: string; readonly sha: string }): Promise<CommitSha> {
    let { type, sha } = object;
    while (type === "tag") {
      const tag = await this.#github.ask(`read the annotated tag ${sha}`, (request, repository) =>
        request("GET /repos/{owner}/{repo}/git/tags/{tag_sha}", { ...repository, tag_sha: sha }),
      );
      ({ type, sha } = tag.data.object);
    }
    return commitShaSchema.parse(sha);
  }
}
