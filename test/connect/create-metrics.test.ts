import { createServer, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { createMetrics } from "../../src/connect/create-metrics.ts";
import { type MetricsSettings, metricsSchema, metricsSecrets } from "../../src/manifest/metrics-settings.ts";
import { CommandMetrics, PrometheusMetrics, ScrapeMetrics, TargetMetrics } from "../../src/metrics/index.ts";
import { type Loopback, startLoopback } from "../../src/testing/loopback.ts";

const target = { metricsPage: async () => "" };
const make = (settings: MetricsSettings, env: Record<string, string> = {}) =>
  createMetrics({
    settings,
    objectives: [{ kind: "availability", target: 0.999 }],
    target,
    env,
    clock: { nowMs: Date.now },
    service: "info",
    environment: "production",
  });
const prometheus: Extract<MetricsSettings, { kind: "prometheus" }> = {
  kind: "prometheus",
  url: "https://p.test",
  select: {},
  scrapeMs: 15_000,
  timeoutMs: 500,
};
const scrape: Extract<MetricsSettings, { kind: "scrape" }> = {
  kind: "scrape",
  pages: [{ url: "https://p.test/metrics" }],
  timeoutMs: 500,
};

describe("metrics from the manifest", () => {
  let server: Loopback | undefined;
  afterEach(() => server?.close());

  it.each<[MetricsSettings, unknown]>([
    [{ kind: "target" }, TargetMetrics],
    [prometheus, PrometheusMetrics],
    [scrape, ScrapeMetrics],
    [{ kind: "command", argv: ["env"], env: [], timeoutMs: 500 }, CommandMetrics],
  ])("%j have their adapter, and are good settings", (settings, adapter) => {
    expect(make(settings)).toBeInstanceOf(adapter);
    expect(metricsSchema.parse(settings)).toEqual(settings);
  });

  it.each<[MetricsSettings, string]>([
    [{ ...prometheus, auth: { kind: "bearer", token: "TOKEN" } }, "TOKEN is not set"],
    [{ ...scrape, auth: { kind: "basic", username: "NAME", password: "WORD" }, ca: "CA" }, "NAME and WORD and CA"],
    [{ kind: "command", argv: ["env"], env: ["STATS_KEY"], timeoutMs: 500 }, "STATS_KEY is not set"],
  ])("%j without their secrets are made, and say so only when they are asked", async (settings, message) => {
    const metrics = make(settings, { WORD: "" });
    await expect(metrics.read()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(message),
    });
  });

  it("show the credentials that the environment holds under the declared names", async () => {
    const seen: IncomingMessage[] = [];
    server = await startLoopback(createServer((request, response) => response.end("") && seen.push(request)));
    const auth = { kind: "bearer", token: "TOKEN" } as const;
    await make({ ...scrape, pages: [{ url: server.url }], auth }, { TOKEN: "t0k3n" }).read();
    expect(seen[0]?.headers.authorization).toBe("Bearer t0k3n");
  });

  it("give a command its secrets and what it needs to run, and nothing else of the action's", async () => {
    const own = { STATS_KEY: "hunter2", PATH: process.env.PATH ?? "", INPUT_TOKEN: "ghs_1", GITHUB_TOKEN: "ghs_2" };
    const list = 'env | cut -d= -f1 | sort | tr "\\n" " " >&2; exit 1';
    const argv: [string, ...string[]] = ["sh", "-c", list];
    const metrics = make({ kind: "command", argv, env: ["STATS_KEY"], timeoutMs: 5_000 }, own);
    const error = String(await metrics.read().catch(String));
    for (const name of ["STATS_KEY", "TIDEGATE_SERVICE", "TIDEGATE_ENVIRONMENT", "TIDEGATE_INDICATORS"]) {
      expect(error).toContain(name);
    }
    expect(error).not.toMatch(/TOKEN/);
  });

  it.each<[MetricsSettings, readonly string[]]>([
    [{ kind: "target" }, []],
    [prometheus, []],
    [{ ...prometheus, auth: { kind: "bearer", token: "T" }, ca: "C" }, ["T", "C"]],
    [{ ...scrape, auth: { kind: "basic", username: "N", password: "P" } }, ["N", "P"]],
    [{ kind: "command", argv: ["env"], env: ["STATS_KEY"], timeoutMs: 500 }, ["STATS_KEY"]],
  ])("%j name their secrets", (settings, names) => {
    expect(metricsSecrets(settings)).toEqual(names);
  });

  it.each<[string, unknown]>([
    ["credentials over plain http", { ...prometheus, url: "http://p.test", auth: { kind: "bearer", token: "T" } }],
    ["a password in the URL", { ...prometheus, url: "https://ada:hunter2@p.test" }],
    ["a file", { ...scrape, pages: [{ url: "file:///etc/passwd" }] }],
    ["no page", { ...scrape, pages: [] }],
    ["no program", { kind: "command", argv: [], env: [], timeoutMs: 500 }],
    ["a secret's value for its name", { kind: "command", argv: ["env"], env: ["s3cret"], timeoutMs: 500 }],
    ["a label that breaks out", { ...prometheus, select: { 'a="b",c': "d" } }],
  ])("refuse %s", (_, settings) => {
    expect(metricsSchema.safeParse(settings).success).toBe(false);
  });
});
