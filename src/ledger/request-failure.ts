import { UnavailableError } from "../errors/tidegate-error.ts";

/** What octokit throws, as far as it is read here. */
interface Thrown {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Why GitHub did not do what one request asked. */
export class RequestFailure extends UnavailableError {
  /**
   * HTTP status, undefined when there was no usable reply. It is not called `status` because octokit's pagination takes
   * an error whose `status` is 409 for the end of the list, and a list that failed must not look like one that is empty.
   */
  readonly answer: number | undefined;
  /** How long GitHub asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { answer?: number; retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.answer = options.answer;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether the same request may succeed later: no reply, a server's error, or a rate limit. */
  get isPassing(): boolean {
    const { answer, retryAfterMs } = this;
    return answer === undefined || answer >= 500 || answer === 408 || answer === 429 || retryAfterMs !== undefined;
  }
}

export function toRequestFailure(error: unknown, nowMs: number): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const { status, message, response } = (error ?? {}) as Thrown;
  const text = typeof message === "string" ? message : String(error);
  // octokit reports a request without any reply as a 500 that has no response.
  if (typeof status !== "number" || response === undefined) return new RequestFailure(text, { cause: error });
  const retryAfterMs = retryAfter(response.headers ?? {}, status, nowMs);
  return new RequestFailure(text, { answer: status, retryAfterMs, cause: error });
}

/**
 * octokit hands over a reply that was cut off, or is a page of a proxy, as text or as nothing, and its pagination takes
 * nothing for an empty list.
 *
 * @throws RequestFailure when the reply is not JSON
 */
export function requireJson(data: unknown): void {
  if (typeof data === "object" && data !== null) return;
  throw new RequestFailure("the reply is not JSON, or was cut off");
}

/** Rate limits come as 403 or 429. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function retryAfter(headers: Readonly<Record<string, unknown>>, status: number, nowMs: number): number | undefined {
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const isLimit = (status === 403 || status === 429) && String(headers["x-ratelimit-remaining"]) === "0";
  const resetMs = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1000;
  return isLimit && Number.isFinite(resetMs) ? Math.max(0, resetMs - nowMs) : undefined;
}
