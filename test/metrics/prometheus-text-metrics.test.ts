import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { PrometheusTextMetrics } from "../../src/metrics/index.ts";

const page = [
  'tidegate_requests_total{arm="stable",instance="a",code="200"} 7',
  'tidegate_requests_total{arm="stable",instance="a",code="500"} 1',
].join("\n");

describe("PrometheusTextMetrics", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  const read = async (listener: RequestListener, query = "") => {
    const started = createServer(listener).listen(0, "127.0.0.1");
    server = started;
    await new Promise((resolve) => started.once("listening", resolve));
    const address = started.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}/metrics${query}`;
    const clock = { nowMs: () => 42 };
    const objectives = [{ kind: "availability", target: 0.999 }] as const;
    return new PrometheusTextMetrics({ url, objectives, clock, timeoutMs: 200 }).read();
  };

  it("reads counters from a page", async () => {
    expect(await read((_, response) => response.end(page))).toEqual({
      atMs: 42,
      arms: { stable: { requests: 8, bad: { errors: 1 }, instance: "a" } },
    });
  });

  it.each<[string, RequestListener, RegExp]>([
    ["answers 503", (_, response) => response.writeHead(503).end(page), /answered 503/],
    ["answers 204", (_, response) => response.writeHead(204).end(), /answered 204/],
    ["answers garbage", (_, response) => response.end("<html>Sign in</html>"), /is not Prometheus text/],
    ["says nothing", () => undefined, /did not answer within 0.2 s/],
    ["stops half-way", (_, response) => response.write(page), /did not answer within 0.2 s/],
    ["hangs up", (request) => request.socket.destroy(), /cannot be reached/],
    [
      "lost the series of one indicator",
      (_, response) => response.end(page.replaceAll('instance="a",', "")),
      /no label "instance"/,
    ],
  ])("has no answer, and no zeros in its place, when the page %s", async (_, listener, message) => {
    await expect(read(listener)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(message),
    });
  });

  it("does not repeat what stands in the query, which may be a secret", async () => {
    const error = await read((_, response) => response.writeHead(500).end(), "?token=hunter2").catch(String);
    expect(error).not.toContain("hunter2");
  });
});
