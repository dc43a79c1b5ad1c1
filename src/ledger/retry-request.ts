import pRetry from "p-retry";
import { RequestFailure, requireJson, toRequestFailure } from "./request-failure.ts";

export interface RetryOptions {
  /** Further tries of a request that failed in passing. */
  readonly retries: number;
  /** Wait before the first further try in milliseconds; it doubles, up to eight times this. */
  readonly firstRetryMs: number;
}

/** A job that is asked to wait longer than this fails instead, and says so. */
const maxWaitMs = 60_000;

/**
 * Makes one request, again after a failure in passing and not before GitHub wants it.
 *
 * @throws RequestFailure
 */
export function retryRequest<Reply extends { readonly data: unknown }>(
  request: () => Reply | Promise<Reply>,
  { retries, firstRetryMs }: RetryOptions,
): Promise<Reply> {
  const attempt = async () => {
    try {
      const reply = await request();
      requireJson(reply.data);
      return reply;
    } catch (error) {
      throw toRequestFailure(error, Date.now());
    }
  };
  return pRetry(attempt, {
    retries,
    minTimeout: firstRetryMs,
    maxTimeout: 8 * firstRetryMs,
    shouldRetry: ({ error }) => error instanceof RequestFailure && error.isPassing && waitMsOf(error) <= maxWaitMs,
    onFailedAttempt: async ({ error, retriesLeft }) => {
      const waitMs = waitMsOf(error);
      const isWorthIt = retriesLeft > 0 && waitMs > 0 && waitMs <= maxWaitMs;
      if (isWorthIt) await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
  });
}

function waitMsOf(error: unknown): number {
  return error instanceof RequestFailure ? (error.retryAfterMs ?? 0) : 0;
}
