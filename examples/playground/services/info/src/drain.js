/** Above the idle timeout of the usual load balancers (60 s), so that it is they who close a connection, not we. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Lets a server finish what it has begun. Create it before the server gets its request handler: it has to see a
 * request first, to tell the client that the connection will close.
 * @param {import("node:http").Server} server
 */
export function createDrain(server) {
  let draining = false;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1000;
  server.on("request", (_request, response) => {
    if (draining) response.setHeader("connection", "close");
    response.on("close", () => {
      // Without this, a connection that was busy when draining began would stay open until its keep-alive timeout.
      if (draining) setImmediate(() => server.closeIdleConnections());
    });
  });
  return {
    /**
     * Stops accepting connections and waits for the requests in flight.
     * @param {number} withinMs how long they have
     * @returns {Promise<"drained" | "cut off">}
     */
    finish(withinMs) {
      draining = true;
      const closed = new Promise((resolve) => server.close(() => resolve("drained")));
      const late = new Promise((resolve) => setTimeout(() => resolve("cut off"), withinMs).unref());
      return Promise.race([closed, late]);
    },
  };
}
