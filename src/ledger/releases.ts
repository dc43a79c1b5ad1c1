import type { GithubClient } from "./github-client.ts";

export interface GithubReleaseRequest {
  /** The git tag, which exists already. */
  readonly tag: string;
  readonly title: string;
  /** Markdown. */
  readonly notes: string;
}

/** Release pages of a repository on GitHub. */
export class GithubReleases {
  readonly #github: GithubClient;

  constructor(github: GithubClient) {
    this.#github = github;
  }

  /** Publishes the page of a tag unless it has one. @returns the page's URL @throws GithubError */
  async publish({ tag, title, notes }: GithubReleaseRequest): Promise<string> {
    const existing = await this.#github.find(`read the release of ${tag}`, ({ rest }, repository) =>
      rest.repos.getReleaseByTag({ ...repository, tag }),
    );
    if (existing !== undefined) return existing.data.html_url;
    const created = await this.#github.ask(`publish the release of ${tag}`, ({ rest }, repository) =>
      rest.repos.createRelease({ ...repository, tag_name: tag, name: title, body: notes }),
    );
    return created.data.html_url;
  }
}
