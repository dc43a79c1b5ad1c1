import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Clock } from "../rollout/ports.ts";
import { readText, type TextReply } from "./http-text.ts";

/** How to show who asks. Both are values, not names; they stand in no message. */
export type Credentials =
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "basic"; readonly username: string; readonly password: string };

export interface SourceOptions {
  readonly clock: Pick<Clock, "nowMs">;
  readonly credentials?: Credentials | undefined;
  readonly ca?: string | undefined;
  /** How long one answer may take. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** How long one answer may be. @default 16 MiB */
  readonly maxBytes?: number | undefined;
  readonly accept: string;
}

const defaultMaxBytes = 16 * 1024 * 1024;
/** A server cannot silence the judge for longer than this; without an answer the rollout holds, and then goes back. */
const longestPauseMs = 5 * 60_000;
const defaultPauseMs = 10_000;

/** A server with numbers that is asked again and again, and left alone when it says so. */
export class MetricsSource {
  readonly #options: SourceOptions;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: SourceOptions) {
    this.#options = options;
  }

  /**
   * An answer with any status but 429 and 503.
   *
   * @throws UnavailableError
   */
  async ask(url: URL, what: string): Promise<TextReply> {
    const { clock, ca, timeoutMs = 5_000, maxBytes = defaultMaxBytes } = this.#options;
    const waitMs = this.#pausedUntilMs - clock.nowMs();
    if (waitMs > 0) throw new UnavailableError(`${what} asked to be left alone for ${seconds(waitMs)} more.`);
    const reply = await readText({ url, what, headers: this.#headers(), ca, timeoutMs, maxBytes });
    if (reply.status !== 429 && reply.status !== 503) return reply;
    const asked = retryAfterMs(reply.headers["retry-after"], clock.nowMs());
    // A server that is down is asked again at the next poll; one that is asked too often is not.
    const pauseMs = asked ?? (reply.status === 429 ? defaultPauseMs : 0);
    this.#pausedUntilMs = clock.nowMs() + Math.min(longestPauseMs, pauseMs);
    const wait = pauseMs > 0 ? ` and is left alone for ${seconds(Math.min(longestPauseMs, pauseMs))}` : "";
    throw new UnavailableError(`${what} answered ${reply.status}${wait}.`);
  }

  #headers(): Readonly<Record<string, string>> {
    const { credentials, accept } = this.#options;
    if (credentials === undefined) return { accept };
    if (credentials.kind === "bearer") return { accept, authorization: `Bearer ${credentials.token.trim()}` };
    const pair = `${credentials.username.trim()}:${credentials.password.trim()}`;
    return { accept, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  }
}

/**
 * Seconds, or an HTTP date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function retryAfterMs(header: string | readonly string[] | undefined, nowMs: number): number | undefined {
  if (typeof header !== "string") return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  // Date.parse reads almost anything as a date; an HTTP date begins with the day's name.
  const atMs = /^[A-Z][a-z]{2}/.test(header.trim()) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function seconds(durationMs: number): string {
  return `${Math.ceil(durationMs / 1_000)} s`;
}

/** A URL without user, password and query, which may be secret. */
export function safeUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
