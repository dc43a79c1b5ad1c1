import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import { TidegateError } from "../errors/tidegate-error.ts";

export interface Loopback {
  /** Address without a path, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/**
 * Lets a server listen on this machine only.
 *
 * @param port 0 takes a free one
 */
export async function startLoopback(server: Server, port = 0): Promise<Loopback> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new TidegateError("unavailable", "The server has no port.");
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
