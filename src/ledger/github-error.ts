import { UnavailableError } from "../errors/tidegate-error.ts";

/** GitHub's API did not do what it was asked. `status` is its HTTP status, undefined when there was no reply. */
export class GithubError extends UnavailableError {
  readonly status: number | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { status?: number; retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether the same request may succeed later: no reply, a server's error, or a rate limit. */
  get isPassing(): boolean {
    const { status, retryAfterMs } = this;
    return status === undefined || status >= 500 || status === 408 || status === 429 || retryAfterMs !== undefined;
  }
}

/** What octokit throws, as far as it is read here. */
interface Thrown {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>>; readonly data?: unknown };
}

const advice: Readonly<Record<number, string>> = {
  401: "The token is not valid; it may have expired with its job.",
  403: "The token may lack a permission; a workflow that tidegate generated grants what is needed.",
  404: "It does not exist, or the token may not see it.",
};

/** @param doing what was asked, to follow "GitHub could not": `create tag v1.2.3` */
export function toGithubError(error: unknown, doing: string, nowMs: number): GithubError {
  if (error instanceof GithubError) return error;
  const { status, message, response } = (error ?? {}) as Thrown;
  const text = typeof message === "string" ? message : String(error);
  // octokit reports a request without any reply as a 500 that has no response.
  if (typeof status !== "number" || response === undefined) {
    return new GithubError(`GitHub could not be reached to ${doing}: ${text}. It is tried again, or run this again.`, {
      cause: error,
    });
  }
  const retryAfterMs = retryAfter(response.headers ?? {}, status, nowMs);
  const hint =
    retryAfterMs === undefined ? (advice[status] ?? "") : `It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
  return new GithubError(`GitHub could not ${doing}: ${status} ${text}. ${hint}`.trim(), {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    cause: error,
  });
}

/** Rate limits come as 403 or 429. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function retryAfter(headers: Readonly<Record<string, unknown>>, status: number, nowMs: number): number | undefined {
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const isLimit = (status === 403 || status === 429) && String(headers["x-ratelimit-remaining"]) === "0";
  const resetMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1000;
  return isLimit && Number.isFinite(resetMs) ? Math.max(0, resetMs - nowMs) : undefined;
}
