import { type IncomingMessage, type ServerResponse, request as sendRequest } from "node:http";
import type { Instance } from "./instance.ts";
import type { Mirroring } from "./mirror.ts";
import { endToEndHeaders, upstreamHeaders } from "./proxy-headers.ts";
import type { Route } from "./router.ts";

/** How long an instance may be silent. */
const silenceMs = 60_000;
/** nginx's number for "the client closed the connection before the reply". */
const clientLeft = 499;
const safeToRepeat = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/**
 * Passes one request to an instance and its reply back, both as streams, and counts it once on the arm it was chosen
 * for: with the instance's status, 502 when there was no reply or only half of one, 504 when it was silent too long.
 */
export function forward(request: IncomingMessage, response: ServerResponse, passing: Passing): void {
  const { route, startedMs, mirroring } = passing;
  const { instance } = route;
  response.setHeader("x-tidegate-arm", route.arm);
  if (instance === undefined) {
    route.counters.record(503, performance.now() - startedMs);
    refuse(response, 503, `No instance of ${route.version} is ready.`);
    return;
  }
  const end = instance.begin();
  let counted = false;
  const finish = (code: number) => {
    if (counted) return;
    counted = true;
    route.counters.record(code, performance.now() - startedMs);
    mirroring?.answered(code);
    end();
  };
  const { setCookie } = route;
  exchange({ request, response, instance, finish, setCookie, repeatable: isRepeatable(request) });
}

export interface Passing {
  readonly route: Route;
  /** When the request arrived, by `performance.now()`. */
  readonly startedMs: number;
  /** What copies the request, if something does. */
  readonly mirroring?: Mirroring | undefined;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly instance: Instance;
  readonly finish: (code: number) => void;
  readonly setCookie: string | undefined;
  /** Whether it may be sent once more when a kept connection turns out to be closed. */
  readonly repeatable: boolean;
}

function exchange(of: Exchange): void {
  const { request, response, instance, finish, setCookie } = of;
  const upstream = sendRequest({
    host: "127.0.0.1",
    port: instance.port,
    method: request.method ?? "GET",
    path: request.url ?? "/",
    headers: upstreamHeaders(request),
    agent: instance.agent,
    timeout: silenceMs,
  });
  let silent = false;
  upstream.once("timeout", () => {
    silent = true;
    upstream.destroy();
  });
  upstream.once("response", (reply) => passBack(reply, response, finish, setCookie));
  upstream.once("error", () => {
    // An instance may close a kept connection just as it is used again: nobody saw that request, so it is no failure.
    if (upstream.reusedSocket && of.repeatable && !response.headersSent && !response.destroyed && !silent) {
      exchange({ ...of, repeatable: false });
      return;
    }
    const code = silent ? 504 : 502;
    finish(code);
    if (response.headersSent) response.destroy();
    else refuse(response, code, silent ? "The service did not answer in time." : "The service did not answer.");
  });
  response.once("close", () => {
    if (response.writableFinished) return;
    finish(clientLeft);
    upstream.destroy();
  });
  request.pipe(upstream);
}

function passBack(
  reply: IncomingMessage,
  response: ServerResponse,
  finish: (code: number) => void,
  setCookie: string | undefined,
): void {
  const status = reply.statusCode ?? 502;
  const headers = endToEndHeaders(reply.headers);
  if (setCookie !== undefined) headers["set-cookie"] = [...(reply.headers["set-cookie"] ?? []), setCookie];
  response.writeHead(status, reply.statusMessage ?? "", headers);
  reply.once("end", () => finish(status));
  reply.once("error", () => {
    finish(502);
    response.destroy();
  });
  reply.pipe(response);
}

function isRepeatable({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
  return safeToRepeat.has(method ?? "GET") && !hasBody;
}

/** Answers in the service's place. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`tidegate: ${message}\n`);
}
