import { Octokit } from "octokit";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { GithubError } from "./github-error.ts";
import { RequestFailure } from "./request-failure.ts";
import { retryRequest } from "./retry-request.ts";

export interface GithubClientOptions {
  readonly token: string | undefined;
  /** `owner/name`. */
  readonly repository: string;
  /** @default https://api.github.com */
  readonly baseUrl?: string;
  /** Further tries of a request that failed in passing. @default 3 */
  readonly retries?: number;
  /** Limit of one try in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
  /** Wait before the first further try in milliseconds; it doubles. @default 1000 */
  readonly firstRetryMs?: number;
}

/** Owner and name, as octokit's methods want them. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** What is to be done with GitHub's API in the client's repository. */
type Body<Result> = (octokit: Octokit, repository: RepositoryName) => Result;

/** GitHub's largest page. */
export const pageSize = 100;

/** One repository on GitHub's REST API. Every request that fails is a GithubError that says what was being done. */
export class GithubClient {
  readonly repository: RepositoryName;
  readonly #octokit: Octokit;

  /** @throws InvalidInputError when the repository is not `owner/name` */
  constructor(options: GithubClientOptions) {
    this.repository = parseRepository(options.repository);
    this.#octokit = createOctokit(options);
  }

  /** Reads GITHUB_API_URL and GITHUB_REPOSITORY. */
  static fromEnvironment(
    env: Readonly<Record<string, string | undefined>>,
    options: Omit<GithubClientOptions, "repository" | "baseUrl">,
  ): GithubClient {
    const baseUrl = env.GITHUB_API_URL;
    return new GithubClient({ ...options, repository: env.GITHUB_REPOSITORY ?? "", ...(baseUrl && { baseUrl }) });
  }

  /**
   * Does one thing; each of its requests is made again after a failure in passing.
   *
   * @param doing what it is, to follow "GitHub could not": `create tag v1.2.3`
   * @throws GithubError
   */
  async ask<Reply>(doing: string, body: Body<Promise<Reply>>): Promise<Reply> {
    try {
      return await body(this.#octokit, this.repository);
    } catch (error) {
      throw error instanceof RequestFailure ? new GithubError(doing, error) : error;
    }
  }

  /** As `ask`, but a 404 is the answer `undefined`. */
  async find<Reply>(doing: string, body: Body<Promise<Reply>>): Promise<Reply | undefined> {
    try {
      return await this.ask(doing, body);
    } catch (error) {
      if (error instanceof GithubError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** As `ask`, for a list: gives what is on one page after the other, and asks for no page that is not wanted. */
  async *pages<Page>(doing: string, body: Body<AsyncIterable<{ readonly data: Page }>>): AsyncGenerator<Page, void> {
    const replies = body(this.#octokit, this.repository)[Symbol.asyncIterator]();
    while (true) {
      const next = await this.ask(doing, () => replies.next());
      if (next.done) return;
      yield next.value.data;
    }
  }
}

function createOctokit({ token, baseUrl, retries = 3, timeoutMs = 10_000, firstRetryMs = 1_000 }: GithubClientOptions) {
  const octokit = new Octokit({
    auth: token,
    baseUrl: (baseUrl ?? "https://api.github.com").replace(/\/$/, ""),
    userAgent: "tidegate",
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    // Its throttle holds each write back for a second or more, and its retries do not read Retry-After.
    throttle: { enabled: false },
    retry: { enabled: false },
    request: {
      fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
  });
  octokit.hook.wrap("request", (request, options) => retryRequest(() => request(options), { retries, firstRetryMs }));
  return octokit;
}

function ignore(): void {}

function parseRepository(text: string): RepositoryName {
  const [owner, repo, ...rest] = text.split("/");
  if (owner && repo && rest.length === 0) return { owner, repo };
  throw new InvalidInputError([
    {
      input: "GITHUB_REPOSITORY",
      message: `expected owner/name, got ${quoteValue(text)}. GitHub sets it in every job.`,
    },
  ]);
}
