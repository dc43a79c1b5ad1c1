import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TidegateError } from "../../errors/tidegate-error.ts";

export interface PublicListenerOptions {
  readonly service: string;
  readonly environment: string;
  readonly onRequest: RequestListener;
}

/** Longer than clients keep idle connections, so that it is they who close them and no request meets a closed one. */
const keepAliveTimeoutMs = 75_000;

/** Where users reach the service. The port can change while requests are on their way. */
export class PublicListener {
  readonly #options: PublicListenerOptions;
  #server: Server | undefined;
  #port = 0;

  constructor(options: PublicListenerOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /**
   * Listens on the port, and only then leaves the one before.
   *
   * @param port 0 keeps what it has, or takes a free one
   * @throws TidegateError `not-ready` when the port is in use
   */
  async listen(port: number): Promise<void> {
    if (this.#server !== undefined && (port === 0 || port === this.#port)) return;
    const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, this.#options.onRequest);
    server.on("upgrade", (_request, socket) => {
      const text = "tidegate: the embedded target passes HTTP requests only, no WebSockets or other upgrades.\n";
      socket.end(`HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
    });
    await this.#bind(server, port);
    const before = this.#server;
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    if (before !== undefined) closeGently(before);
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #bind(server: Server, port: number): Promise<void> {
    const { service, environment } = this.#options;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
      });
    } catch (cause) {
      const taken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
      const why = taken ? "is in use on this machine" : "cannot be listened on";
      throw new TidegateError(
        "not-ready",
        `Port ${port} ${why}, so ${service} in ${environment} cannot be reached there. Stop what uses it (\`lsof -i :${port}\` names it), or give this environment another port, or 0 for a free one, in .projenrc.ts.`,
        { cause },
      );
    }
  }
}

function closeGently(server: Server): void {
  server.close();
  server.closeIdleConnections();
}
