import { GithubClient } from "../../ledger/index.ts";
import type { ActionSource, ActionTag } from "../../workflow/pins/action-source.ts";

/** GitHub's largest page. */
const pageSize = 100;

/** Looks actions up on GitHub. A token is not needed for public ones, but without it only 60 questions an hour are. */
export class GithubSource implements ActionSource {
  readonly name = "GitHub";
  readonly #options: { readonly token: string | undefined; readonly baseUrl?: string };
  readonly #clients = new Map<string, GithubClient>();

  /** Reads GITHUB_TOKEN, GH_TOKEN and GITHUB_API_URL. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    const baseUrl = env.GITHUB_API_URL;
    this.#options = { token: env.GITHUB_TOKEN || env.GH_TOKEN || undefined, ...(baseUrl ? { baseUrl } : {}) };
  }

  async tags(repository: string): Promise<readonly string[]> {
    const pages = this.#client(repository).pages(`list the tags of ${repository}`, ({ paginate, rest }, place) =>
      paginate.iterator(rest.repos.listTags, { ...place, per_page: pageSize }),
    );
    const names: string[] = [];
    for await (const tags of pages) {
      names.push(...tags.map(({ name }) => name));
    }
    return names;
  }

  async findTag(repository: string, tag: string): Promise<ActionTag | undefined> {
    const client = this.#client(repository);
    const found = await client.find(`read tag ${tag} of ${repository}`, ({ rest }, place) =>
      rest.git.getRef({ ...place, ref: `tags/${tag}` }),
    );
    if (!found) {
      return undefined;
    }
    const { object } = found.data;
    const sha = object.type === "tag" ? await this.#peel(repository, object.sha) : object.sha;
    return { tag, sha, releasedAt: await this.#releasedAt(repository, tag, sha) };
  }

  async readFile(repository: string, sha: string, path: string): Promise<string | undefined> {
    const found = await this.#client(repository).find(`read ${path} of ${repository}`, ({ rest }, place) =>
      rest.repos.getContent({ ...place, path, ref: sha }),
    );
    const file = found?.data;
    // A folder is answered with a list, and a file of more than a megabyte without its content: no action.yml is.
    return file === undefined || Array.isArray(file) || file.type !== "file"
      ? undefined
      : Buffer.from(file.content, "base64").toString("utf8");
  }

  async #peel(repository: string, sha: string): Promise<string> {
    const { data } = await this.#client(repository).ask(`read tag object ${sha} of ${repository}`, ({ rest }, place) =>
      rest.git.getTag({ ...place, tag_sha: sha }),
    );
    return data.object.type === "tag" ? this.#peel(repository, data.object.sha) : data.object.sha;
  }

  /** When GitHub published it; a commit's own date is what its author says. */
  async #releasedAt(repository: string, tag: string, sha: string): Promise<Date | undefined> {
    const client = this.#client(repository);
    const release = await client.find(`read release ${tag} of ${repository}`, ({ rest }, place) =>
      rest.repos.getReleaseByTag({ ...place, tag }),
    );
    const published = release?.data.published_at;
    if (published) {
      return new Date(published);
    }
    const commit = await client.find(`read commit ${sha} of ${repository}`, ({ rest }, place) =>
      rest.git.getCommit({ ...place, commit_sha: sha }),
    );
    return commit === undefined ? undefined : new Date(commit.data.committer.date);
  }

  #client(repository: string): GithubClient {
    const known = this.#clients.get(repository) ?? new GithubClient({ ...this.#options, repository, retries: 1 });
    this.#clients.set(repository, known);
    return known;
  }
}
