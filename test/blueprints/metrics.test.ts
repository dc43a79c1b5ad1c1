import { describe, expect, it } from "vitest";
import { command, embedded, environment, type MetricsDeclaration, prometheus, scrape } from "../../blueprints/index.ts";
import { normaliseContainerService } from "../../blueprints/normalise-container-service.ts";
import { parseContainerService } from "../../blueprints/parse-container-service.ts";
import { type MetricsSettings, metricsSchema } from "../../src/manifest/metrics-settings.ts";
import { serviceOptions } from "./service-options.ts";

const parse = (...declared: readonly unknown[]) => {
  const environments = declared.map((metrics, index) =>
    environment(`dev-${index}`, { target: embedded(), metrics: metrics as MetricsDeclaration }),
  );
  return parseContainerService({ ...serviceOptions(), environments });
};
const normalise = (...declared: readonly MetricsDeclaration[]) => {
  const { options, problems } = parse(...declared);
  expect(problems).toEqual([]);
  if (options === undefined) throw new TypeError("not parsed");
  return normaliseContainerService(options);
};

const url = "https://p.test";
const series = { requests: "http_requests_total" };

describe("metrics as declared", () => {
  it.each<[MetricsDeclaration, MetricsSettings]>([
    [prometheus({ url }), { kind: "prometheus", url, select: {}, scrapeMs: 15_000, timeoutMs: 5_000 }],
    [
      prometheus({
        url,
        select: { service: "info" },
        scrape: "5s",
        timeout: "2s",
        ca: "CA_PEM",
        auth: { basic: { username: "PROM_USER", password: "PROM_PASSWORD" } },
        series: {
          ...series,
          durations: "http_request_duration_milliseconds",
          durationUnit: "milliseconds",
          arm: { label: "track", stable: "primary", candidate: "canary" },
          failed: { label: "status", values: "5..|error" },
        },
      }),
      {
        kind: "prometheus",
        url,
        select: { service: "info" },
        scrapeMs: 5_000,
        timeoutMs: 2_000,
        ca: "CA_PEM",
        auth: { kind: "basic", username: "PROM_USER", password: "PROM_PASSWORD" },
        series: {
          requests: "http_requests_total",
          durations: "http_request_duration_milliseconds",
          durationUnit: "milliseconds",
          armLabel: "track",
          stable: "primary",
          candidate: "canary",
          statusLabel: "status",
          failed: "5..|error",
        },
      },
    ],
    [
      scrape({ stable: [`${url}/1`, `${url}/2`], candidate: [`${url}/3`], auth: { bearer: "TOKEN" }, series }),
      {
        kind: "scrape",
        pages: [
          { url: `${url}/1`, arm: "stable" },
          { url: `${url}/2`, arm: "stable" },
          { url: `${url}/3`, arm: "candidate" },
        ],
        auth: { kind: "bearer", token: "TOKEN" },
        timeoutMs: 5_000,
        series: {
          requests: "http_requests_total",
          durationUnit: "seconds",
          armLabel: "arm",
          stable: "stable",
          candidate: "candidate",
          statusLabel: "code",
          failed: "5..",
        },
      },
    ],
    [
      command(["node", "tools/counters.mjs", "--arm"], { secrets: ["STATS_KEY"], timeout: "30s" }),
      { kind: "command", argv: ["node", "tools/counters.mjs", "--arm"], env: ["STATS_KEY"], timeoutMs: 30_000 },
    ],
    [command(["./counters"]), { kind: "command", argv: ["./counters"], env: [], timeoutMs: 5_000 }],
  ])("%j reach the manifest", (declared, settings) => {
    expect(normalise(declared).settings.environments[0]?.metrics).toEqual(settings);
    expect(metricsSchema.parse(settings)).toEqual(settings);
  });

  it("name their secrets to the steps that drive a rollout, each once", () => {
    const { pipeline } = normalise(
      prometheus({ url, auth: { bearer: "TOKEN" }, ca: "CA_PEM" }),
      scrape({ url, auth: { bearer: "TOKEN" } }),
      command(["x"], { secrets: ["STATS_KEY"] }),
    );
    expect(pipeline.metricsSecrets).toEqual(["CA_PEM", "STATS_KEY", "TOKEN"]);
  });

  it.each<[string, unknown, string, RegExp]>([
    ["nothing that is metrics", "prometheus", "", /write prometheus\(\{ url \}\), scrape/],
    ["no URL", prometheus({} as never), ".url", /is missing/],
    ["a URL of something else", prometheus({ url: "ftp://p.test" }), ".url", /http or https/],
    [
      "a password in the URL",
      scrape({ url: "https://ada:hunter2@p.test" }),
      ".url",
      /must not hold a user or password/,
    ],
    ["credentials over http", prometheus({ url: "http://p.test", auth: { bearer: "T" } }), ".auth", /plain http/],
    ["a secret's value", prometheus({ url, auth: { bearer: "hunter2" } }), ".auth.bearer", /name of a secret/],
    ["credentials of no kind", prometheus({ url, auth: {} as never }), ".auth", /write \{ bearer|is no option|missing/],
    ["a rare collection", prometheus({ url, scrape: "31s" }), ".scrape", /between 1s and 30s/],
    ["no time to answer", scrape({ url, timeout: "0s" }), ".timeout", /between 100ms and 1m/],
    ["a label that breaks out", prometheus({ url, select: { 'a="b",c': "d" } }), ".select", /label's name/],
    ["a metric's name with a brace", scrape({ url, series: { requests: "a{}" } }), ".series.requests", /"a\{\}"/],
    [
      "an expression that is none",
      scrape({ url, series: { ...series, failed: { label: "code", values: "(" } } }),
      ".series.failed.values",
      /"\(" is no regular expression/,
    ],
    [
      "two releases alike",
      scrape({ url, series: { ...series, arm: { label: "arm", stable: "x", candidate: "x" } } }),
      ".series.arm",
      /both releases alike/,
    ],
    ["neither page", scrape({} as never), "", /either `url`, or `stable` and `candidate`/],
    ["half of the pages", scrape({ stable: [url] } as never), "", /either `url`, or `stable` and `candidate`/],
    ["no program", command([] as never), "", /program|missing/],
    ["a program in one text", command("node x.mjs" as never), "", /argument|list|array|expected/i],
  ])("say what is wrong with %s, and where", (_, declared, place, message) => {
    const found = parse(declared).problems.map(({ path, message: text }) => `${path.join(".")}: ${text}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`environments.0.metrics${place}`);
    expect(found[0]).toMatch(message);
    expect(found[0]).not.toContain("hunter2");
  });
});
