import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { UnavailableError } from "../errors/tidegate-error.ts";

export interface TextRequest {
  readonly url: URL;
  /** What is asked, for messages; holds no secret. */
  readonly what: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM of the authority that signs the server's certificate. @default those that Node knows */
  readonly ca?: string | undefined;
  /** For the whole answer, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface TextReply {
  readonly status: number;
  /** Key: lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/**
 * Reads a whole text over http or https. Redirects are not followed: a password would go where nobody sent it.
 *
 * @throws UnavailableError when there is no answer in time, or only half of one, or too much
 */
export function readText(asked: TextRequest): Promise<TextReply> {
  const { url, what, headers = {}, ca, timeoutMs } = asked;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      reject(cause instanceof UnavailableError ? cause : failure(cause, { what, timeoutMs, isLate: signal.aborted }));
    };
    const send = url.protocol === "https:" ? overHttps : overHttp;
    try {
      const sent = send(url, { headers, signal, agent: false, ...(ca === undefined ? {} : { ca }) }, (reply) => {
        if (!hasProvableEnd(reply.headers)) {
          sent.destroy();
          return fail(
            new UnavailableError(`${what} does not say where its answer ends, so half of it would look whole.`),
          );
        }
        collect(reply, asked).then((text) => {
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
        }, fail);
      });
      sent.on("error", fail);
      sent.end();
    } catch (cause) {
      // A header that cannot be sent: Node names it, not its value.
      fail(cause);
    }
  });
}

/** Without a length, an answer that was cut off cannot be told from one that is complete. */
function hasProvableEnd(headers: TextReply["headers"]): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

async function collect(reply: AsyncIterable<Uint8Array>, { what, maxBytes }: TextRequest): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of reply) {
    bytes += part.byteLength;
    if (bytes > maxBytes) {
      throw new UnavailableError(`${what} answers with more than ${maxBytes} bytes. Select fewer series.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

interface Failed {
  readonly what: string;
  readonly timeoutMs: number;
  readonly isLate: boolean;
}

function failure(cause: unknown, { what, timeoutMs, isLate }: Failed): UnavailableError {
  if (isLate) return new UnavailableError(`${what} did not answer within ${timeoutMs / 1_000} s.`, { cause });
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ECONNRESET" && cause instanceof Error && cause.message === "aborted") {
    return new UnavailableError(`${what} stopped in the middle of its answer.`, { cause });
  }
  const why = code === "" ? "" : ` (${code})`;
  return new UnavailableError(`${what} cannot be reached${why}. Check its URL and, for https, its certificate.`, {
    cause,
  });
}
