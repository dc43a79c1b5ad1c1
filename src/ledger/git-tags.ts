import { type CommitSha, commitShaSchema } from "../release/release.ts";
import type { GitTag } from "../release/version-tag.ts";
import { type GithubClient, pageSize } from "./github-client.ts";
import { GithubError } from "./github-error.ts";

/** Git tags in a repository on GitHub. A tag is a plain ref on a commit, made once and never moved. */
export class GithubTags {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /** Tags whose name begins with `prefix`. @throws GithubError */
  async list(prefix: string): Promise<readonly GitTag[]> {
    const tags: GitTag[] = [];
    const pages = this.#github.pages(`list tags ${prefix}*`, ({ paginate, rest }, repository) => {
      // octokit's types know no size of a page here, but GitHub has pages.
      const parameters = { ...repository, ref: `tags/${prefix}`, per_page: pageSize };
      return paginate.iterator(rest.git.listMatchingRefs, parameters);
    });
    for await (const refs of pages) {
      for (const { ref, object } of refs) {
        tags.push({ name: ref.replace(/^refs\/tags\//, ""), commit: await this.#commitOf(object) });
      }
    }
    return tags;
  }

  /** The commit that a tag stands on. @throws GithubError */
  async find(name: string): Promise<CommitSha | undefined> {
    const found = await this.#github.find(`read tag ${name}`, ({ rest }, repository) =>
      rest.git.getRef({ ...repository, ref: `tags/${name}` }),
    );
    return found === undefined ? undefined : this.#commitOf(found.data.object);
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
      await this.#github.ask(`create tag ${name}`, ({ rest }, repository) =>
        rest.git.createRef({ ...repository, ref: `refs/tags/${name}`, sha: commit }),
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
      const tag = await this.#github.ask(`read the annotated tag ${sha}`, ({ rest }, repository) =>
        rest.git.getTag({ ...repository, tag_sha: sha }),
      );
      ({ type, sha } = tag.data.object);
    }
    return commitShaSchema.parse(sha);
  }
}
