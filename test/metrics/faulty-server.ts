import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { startLoopback } from "../../src/testing/loopback.ts";
import type { Fault } from "../contracts/metrics-contract.ts";

export interface FaultyServer {
  readonly url: string;
  /** Requests that came. */
  readonly requests: readonly IncomingMessage[];
  fault: Fault | undefined;
  close(): Promise<void>;
}

/**
 * A server that answers as told, until something is wrong with it.
 *
 * @param answer the whole of a good answer; it knows of the faults that are in the numbers
 */
export async function startFaultyServer(
  answer: (request: IncomingMessage, fault: Fault | undefined) => string | Promise<string>,
  date: () => Date = () => new Date(),
): Promise<FaultyServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = async (request, response) => {
    requests.push(request);
    response.setHeader("date", date().toUTCString());
    const { fault } = server;
    const wrong = fault === undefined ? undefined : wrongs[fault];
    const body = await answer(request, fault);
    if (wrong === undefined) response.end(body);
    else wrong(response, body);
  };
  const { url, close } = await startLoopback(createServer(listener));
  const server: FaultyServer = { url, requests, fault: undefined, close };
  return server;
}

/** What goes wrong on the way, whatever the numbers are. */
const wrongs: Partial<Readonly<Record<Fault, (response: ServerResponse, body: string) => void>>> = {
  refuses: (response) => response.socket?.destroy(),
  hangs: () => undefined,
  "hangs half-way": (response, body) => response.write(body.slice(0, body.length / 2)),
  "asks for patience": (response) => response.writeHead(429, { "retry-after": "1" }).end(),
  fails: (response) => response.writeHead(502).end("<h1>Bad Gateway</h1>"),
  "answers garbage": (response) => response.end("<html>Sign in</html>"),
  "answers half": (response, body) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  },
  "answers too much": (response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = () => {
      while (!response.destroyed && response.write(`${"# so much to say\n".repeat(4_096)}`));
      response.once("drain", more);
    };
    more();
  },
};
