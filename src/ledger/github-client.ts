import { Octokit } from "@octokit/core";
import pRetry from "p-retry";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { GithubError, toGithubError } from "./github-error.ts";

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

/** Owner and name, as octokit's routes want them. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** One repository on GitHub's REST API. Every failure is a GithubError that says what was being done. */
export class GithubClient {
  readonly repository: RepositoryName;
  readonly #octokit: Octokit;
  readonly #retries: number;
  readonly #firstRetryMs: number;

  /** @throws InvalidInputError when the repository is not `owner/name` */
  constructor(options: GithubClientOptions) {
    this.repository = parseRepository(options.repository);
    this.#retries = options.retries ?? 3;
    this.#firstRetryMs = options.firstRetryMs ?? 1_000;
    const timeoutMs = options.timeoutMs ?? 10_000;
    this.#octokit = new Octokit({
      auth: options.token,
      baseUrl: (options.baseUrl ?? "https://api.github.com").replace(/\/$/, ""),
      userAgent: "tidegate",
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      request: {
        fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
      },
    });
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
   * Does one thing, again after a failure in passing.
   *
   * @param doing what it is, to follow "GitHub could not": `create tag v1.2.3`
   * @throws GithubError
   */
  async ask<Reply>(
    doing: string,
    body: (request: Octokit["request"], repository: RepositoryName) => Promise<Reply>,
  ): Promise<Reply> {
    const attempt = async () => {
      try {
        return await body(this.#octokit.request, this.repository);
      } catch (error) {
        throw toGithubError(error, doing, Date.now());
      }
    };
    return pRetry(attempt, {
      retries: this.#retries,
      minTimeout: this.#firstRetryMs,
      maxTimeout: 8 * this.#firstRetryMs,
      shouldRetry: ({ error }) => error instanceof GithubError && error.isPassing && patient(error),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        const waitMs = error instanceof GithubError && patient(error) ? (error.retryAfterMs ?? 0) : 0;
        if (retriesLeft > 0 && waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      },
    });
  }

  /** As `ask`, but a 404 is the answer `undefined`. */
  async find<Reply>(
    doing: string,
    body: (request: Octokit["request"], repository: RepositoryName) => Promise<Reply>,
  ): Promise<Reply | undefined> {
    try {
      return await this.ask(doing, body);
    } catch (error) {
      if (error instanceof GithubError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** A job that is asked to wait longer than this fails instead, and says so. */
const maxWaitMs = 60_000;

function patient({ retryAfterMs }: GithubError): boolean {
  return (retryAfterMs ?? 0) <= maxWaitMs;
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
