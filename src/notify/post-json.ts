import { DeliveryError } from "../rollout/delivery-error.ts";
import { parseRetryAfter } from "./retry-after.ts";

export interface Post {
  /** May be a secret; it never appears in an error. */
  readonly url: string;
  /** Names the receiver in errors, for example `webhook "team"`. */
  readonly receiver: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly nowMs: number;
  /** @default 5000 */
  readonly timeoutMs?: number;
}

/** What a receiver may have to say; more is not read. */
const maxReplyLength = 64 * 1024;

/**
 * Posts JSON once. Redirects are not followed: a signed notice goes to the place that was configured or nowhere.
 *
 * @returns the reply's text, of a 2xx reply
 * @throws DeliveryError permanent for a 3xx or 4xx except 408, 425 and 429, for which later may be better
 */
export async function postJson(post: Post): Promise<string> {
  const { receiver } = post;
  const reply = await send(post);
  if (reply.status >= 200 && reply.status < 300) return reply.text;
  const isRedirect = reply.status >= 300 && reply.status < 400;
  const isLater = reply.status >= 500 || [408, 425, 429].includes(reply.status);
  const advice = isRedirect ? "; redirects are not followed, so configure the final address" : "";
  const retryAfterMs = isLater ? parseRetryAfter(reply.retryAfter, post.nowMs) : undefined;
  throw new DeliveryError(`${receiver} answered ${reply.status}${advice}`, {
    permanent: !isLater,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

async function send({ url, receiver, body, headers, timeoutMs = 5_000 }: Post): Promise<Reply> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", "User-Agent": "tidegate", ...headers },
      body,
      redirect: "manual",
      signal,
    });
    const text = (await response.text()).slice(0, maxReplyLength);
    return { status: response.status, text, retryAfter: response.headers.get("retry-after") };
  } catch (error) {
    // No `cause`: fetch puts the address, which may be a secret, into its messages.
    const why = signal.aborted ? `did not answer within ${timeoutMs / 1000} s` : `cannot be reached${codeOf(error)}`;
    throw new DeliveryError(`${receiver} ${why}`);
  }
}

/** The system's name for what happened, such as ECONNREFUSED, which says nothing about the address. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return "";
  return typeof cause.code === "string" && /^[A-Z_]+$/.test(cause.code) ? ` (${cause.code})` : "";
}
