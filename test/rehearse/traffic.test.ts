import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startTraffic } from "../../src/rehearse/traffic.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("generated traffic", () => {
  it("is counted by the arm that answered, server errors as failures", async () => {
    let count = 0;
    const { server, url } = await serve((request, response) => {
      response.writeHead(request.url === "/bad" ? 503 : 200, { "x-tidegate-arm": "stable" }).end("ok");
      if (++count === 20) server.emit("enough");
    });
    const traffic = startTraffic({ url, paths: ["/", "/bad"], requestsPerSecond: 500 });
    await once(server, "enough");
    await traffic.stop();
    const { stable, none } = traffic.counts();
    expect(none).toBeUndefined();
    expect(stable?.requests).toBeGreaterThanOrEqual(20);
    expect(Math.abs((stable?.failures ?? 0) * 2 - (stable?.requests ?? 0))).toBeLessThanOrEqual(1);
  });

  it("stops within its grace when nobody answers, with more requests waiting than it has sockets", async () => {
    const { server, url } = await serve(() => undefined);
    const traffic = startTraffic({ url, paths: ["/"], requestsPerSecond: 5000, graceMs: 50 });
    await once(server, "request");
    const startedMs = performance.now();
    await traffic.stop();
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});
