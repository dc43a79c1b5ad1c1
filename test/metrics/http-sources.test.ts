import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PrometheusMetrics, type PrometheusMetricsOptions } from "../../src/metrics/prometheus-metrics.ts";
import { ScrapeMetrics, type ScrapeMetricsOptions } from "../../src/metrics/scrape-metrics.ts";
import { toSeriesLayout } from "../../src/metrics/series-layout.ts";
import type { Objective } from "../../src/slo/objective.ts";
import { type FaultyServer, startFaultyServer } from "./faulty-server.ts";

const objectives: readonly Objective[] = [{ kind: "availability", target: 0.999 }];
const line = (arm: string, code: number, value: number, more = "") =>
  `tidegate_requests_total{arm="${arm}",instance="a",code="${code}"${more}} ${value}\n`;

describe("a page in the Prometheus text format", () => {
  let server: FaultyServer;
  let page: string;
  beforeEach(async () => {
    page = line("stable", 200, 5);
    server = await startFaultyServer(({ url }) => (url?.includes("candidate") ? page.replaceAll("stable", "x") : page));
  });
  afterEach(() => server.close());

  const metrics = (changes: Partial<ScrapeMetricsOptions> = {}) =>
    new ScrapeMetrics({ pages: [{ url: server.url }], objectives, clock: { nowMs: Date.now }, ...changes });

  it.each([
    [{ kind: "bearer", token: "hunter2\n" } as const, "Bearer hunter2"],
    [{ kind: "basic", username: "ada", password: "hunter2" } as const, "Basic YWRhOmh1bnRlcjI="],
    [undefined, undefined],
  ])("is asked with credentials %j as %s", async (credentials, header) => {
    await metrics({ credentials }).read();
    expect(server.requests[0]?.headers.authorization).toBe(header);
  });

  it.each(["fails", "answers garbage", "hangs", "refuses"] as const)(
    "keeps credentials and the query out of its message when it %s",
    async (fault) => {
      server.fault = fault;
      const credentials = { kind: "bearer", token: "hunter2" } as const;
      const asked = metrics({ pages: [{ url: `${server.url}/m?key=hunter2` }], credentials, timeoutMs: 300 });
      const error = await asked.read().catch(String);
      expect(error).toMatch(/^UnavailableError: /);
      expect(error).not.toContain("hunter2");
    },
  );

  it("does not ask again before the time that it was told", async () => {
    let nowMs = 1_000_000;
    const asked = metrics({ clock: { nowMs: () => nowMs } });
    server.fault = "asks for patience";
    await expect(asked.read()).rejects.toThrow(/left alone for 1 s/);
    server.fault = undefined;
    nowMs += 999;
    await expect(asked.read()).rejects.toThrow(/asked to be left alone for 1 s more/);
    expect(server.requests).toHaveLength(1);
    nowMs += 1;
    expect((await asked.read()).arms).toHaveProperty("stable");
  });

  it("follows each series by itself: one process begins again, and the other's past is not counted twice", async () => {
    const two = (first: number, second: number) =>
      line("stable", 200, first) + line("stable", 200, second).replace('"a"', '"b"');
    page = two(1_000, 5_000);
    const asked = metrics();
    await asked.read();
    page = two(7, 5_010);
    expect((await asked.read()).arms.stable?.requests).toBe(17);
    page = two(9, 5_010);
    expect((await asked.read()).arms.stable?.requests).toBe(19);
  });

  it("keeps what a process counted that has gone, and counts one that comes from zero", async () => {
    const asked = metrics();
    await asked.read();
    page = line("stable", 200, 9);
    await asked.read();
    page = line("stable", 200, 3).replace('"a"', '"b"');
    expect((await asked.read()).arms.stable?.requests).toBe(7);
  });

  it("counts a process that was away from where it came back", async () => {
    const asked = metrics();
    const other = line("stable", 200, 1).replace('"a"', '"b"');
    page = line("stable", 200, 100) + other;
    await asked.read();
    page = other;
    await asked.read();
    page = line("stable", 200, 500) + other;
    expect((await asked.read()).arms.stable?.requests).toBe(0);
    page = line("stable", 200, 510) + other;
    expect((await asked.read()).arms.stable?.requests).toBe(10);
  });

  it("may be one for each process, whose counters need no label of the arm", async () => {
    const layout = toSeriesLayout({
      requests: "http_requests_total",
      durationUnit: "seconds",
      armLabel: "arm",
      stable: "stable",
      candidate: "candidate",
      statusLabel: "status",
      failed: "5..|error",
    });
    page = 'http_requests_total{status="200"} 3\nhttp_requests_total{status="error"} 1\nother_total 7\n';
    const pages = [
      { url: `${server.url}/1`, arm: "stable" },
      { url: `${server.url}/2`, arm: "stable" },
      { url: `${server.url}/3`, arm: "candidate" },
    ] as const;
    const asked = metrics({ pages, layout });
    await asked.read();
    page = 'http_requests_total{status="200"} 13\nhttp_requests_total{status="error"} 2\n';
    expect((await asked.read()).arms).toMatchObject({
      stable: { requests: 22, bad: { errors: 2 } },
      candidate: { requests: 11, bad: { errors: 1 } },
    });
  });
});

describe("a server of the Prometheus API", () => {
  let server: FaultyServer;
  let metrics: PrometheusMetrics;
  let ranges: readonly unknown[];
  let said: string | undefined;
  const start = async (changes: Partial<PrometheusMetricsOptions> = {}) => {
    server = await startFaultyServer(({ url = "" }) => {
      if (said !== undefined && url.includes("/query")) return said;
      const data = url.includes("/series") ? [] : { resultType: "matrix", result: ranges };
      return JSON.stringify({ status: "success", data });
    });
    const url = `${server.url}/prom/`;
    const clock = { nowMs: Date.now };
    metrics = new PrometheusMetrics({ url, objectives, clock, select: {}, scrapeMs: 15_000, ...changes });
  };
  afterEach(() => server.close());
  beforeEach(() => {
    ranges = [range({ code: "200" }, [[1, 5]])];
    said = undefined;
  });

  const range = (labels: Readonly<Record<string, string>>, values: readonly (readonly [number, number])[]) => ({
    metric: { __name__: "tidegate_requests_total", arm: "stable", instance: "a", ...labels },
    values: values.map(([agoSeconds, value]) => [Date.now() / 1_000 - agoSeconds, String(value)]),
  });

  it("is asked below its path for the raw numbers of everything at once, quoted so that no label can break out", async () => {
    await start({
      objectives: [
        ...objectives,
        { kind: "latency", underMs: 50, target: 0.95 },
        { kind: "latency", underMs: 1_000, target: 0.99 },
      ],
      select: { service: 'in"fo\\' },
    });
    ranges = [];
    await metrics.read().catch(() => undefined);
    const { pathname, searchParams } = new URL(server.requests[1]?.url ?? "", server.url);
    expect(pathname).toBe("/prom/api/v1/query");
    expect(searchParams.get("query")).toBe(
      '{__name__=~"tidegate_requests_total|tidegate_request_duration_seconds_bucket|tidegate_probe_requests_total|' +
        'tidegate_probe_duration_seconds_bucket|tidegate_mirrored_requests_total|tidegate_mirrored_duration_seconds_bucket",' +
        'arm=~"stable|candidate",le=~"|0\\\\.050*|1(\\\\.0+)?|\\\\+Inf",service="in\\"fo\\\\"}[60000ms]',
    );
    expect(Number(searchParams.get("time"))).toBeCloseTo(Date.now() / 1_000, -1);
  });

  it("sees a process that began again twice between two looks", async () => {
    await start();
    await metrics.read();
    ranges = [
      range({ code: "200" }, [
        [0.9, 7],
        [0.6, 3],
        [0.4, 9],
        [0.2, 2],
        [0.1, 4],
      ]),
    ];
    // 5 → 7, 0 → 3 → 9, 0 → 2 → 4.
    expect((await metrics.read()).arms.stable?.requests).toBe(2 + 9 + 4);
  });

  it("is as old as the arm that was collected less lately", async () => {
    await start();
    ranges = [range({ code: "200" }, [[1, 5]]), range({ code: "200", arm: "candidate" }, [[20, 5]])];
    expect(Math.round((Date.now() - (await metrics.read()).atMs) / 1_000)).toBe(20);
  });

  it.each([
    ["a page of a login", "<html>", /nothing that the Prometheus API answers/],
    ["an error of its own", '{"status":"error","errorType":"timeout","error":"query timed out"}', /query timed out/],
    ["a vector", '{"status":"success","data":{"resultType":"vector","result":[]}}', /no raw numbers/],
    [
      "a number that is none",
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,5]]}]}}',
      /no raw numbers/,
    ],
  ])("has no answer when it says %s", async (_, text, message) => {
    await start();
    said = text;
    await expect(metrics.read()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(message),
    });
  });
});
