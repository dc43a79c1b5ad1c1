import { describe, expect, it } from "vitest";
import { parsePrometheusText } from "../../src/metrics/prometheus-text.ts";
import { toMetricsSample } from "../../src/metrics/to-metrics-sample.ts";
import type { Objective } from "../../src/slo/objective.ts";

const objectives: readonly Objective[] = [
  { kind: "availability", target: 0.999 },
  { kind: "latency", target: 0.95, underMs: 50 },
  { kind: "latency", target: 0.99, underMs: 200.5 },
];

interface ArmPage {
  readonly instance?: string | undefined;
  readonly codes?: Readonly<Record<string, number | string>>;
  readonly buckets?: Readonly<Record<string, number | string>>;
}

function lines(arm: string, { instance = "a", codes = { 200: 90, 503: 10 }, buckets = all }: ArmPage = {}): string {
  const own = `arm="${arm}",instance="${instance}"`;
  return [
    ...Object.entries(codes).map(([code, value]) => `tidegate_requests_total{${own},code="${code}"} ${value}`),
    ...Object.entries(buckets).map(
      ([le, value]) => `tidegate_request_duration_seconds_bucket{${own},le="${le}"} ${value}`,
    ),
  ].join("\n");
}

const all = { "0.05": 70, "0.2005": 95, "+Inf": 100 };

function sample(page: string) {
  return toMetricsSample(parsePrometheusText(page, "the page"), { objectives, origin: "the page", atMs: 42 });
}

describe("toMetricsSample", () => {
  it("counts probes and copies apart from users' requests, and a 404 of a probe as an error", () => {
    const codes = { 200: 95, 404: 3, 500: 2 };
    const probed = lines("candidate", { codes }).replaceAll("tidegate_request", "tidegate_probe_request");
    const copied = lines("candidate", { codes }).replaceAll("tidegate_request", "tidegate_mirrored_request");
    const page = [lines("stable"), probed, copied]
      .join("\n")
      .replaceAll('_request_duration_seconds_bucket{arm="candidate"', '_duration_seconds_bucket{arm="candidate"');
    const slow = { "slow-50ms": 30, "slow-200.5ms": 5 };
    const { arms, probes, mirrored } = sample(page);
    expect(Object.keys(arms)).toEqual(["stable"]);
    expect(probes).toEqual({ candidate: { requests: 100, bad: { errors: 5, ...slow }, instance: "a" } });
    expect(mirrored).toEqual({ requests: 100, bad: { errors: 2, ...slow }, instance: "a" });
  });

  it("says nothing of probes and copies that nobody sent", () => {
    expect(sample(lines("stable"))).not.toHaveProperty("probes");
    expect(sample(lines("stable"))).not.toHaveProperty("mirrored");
  });

  it("counts requests, errors and slow requests of each arm", () => {
    const page = `${lines("stable")}\n${lines("candidate", { instance: "b", codes: { 200: 3, 404: 1, 500: 1 }, buckets: { "0.05": 5, "0.2005": 5, "+Inf": 5 } })}\nother_total 5`;
    expect(sample(page)).toEqual({
      atMs: 42,
      arms: {
        stable: { requests: 100, bad: { errors: 10, "slow-50ms": 30, "slow-200.5ms": 5 }, instance: "a" },
        candidate: { requests: 5, bad: { errors: 1, "slow-50ms": 0, "slow-200.5ms": 0 }, instance: "b" },
      },
    });
  });

  it.each([
    [499, 0],
    [500, 1],
    [599, 1],
    ["nonsense", 1],
  ])("counts a request with status %s as %d failed", (code, errors) => {
    const page = lines("stable", { codes: { [code]: 1 }, buckets: { "0.05": 1, "0.2005": 1, "+Inf": 1 } });
    expect(sample(page).arms.stable?.bad.errors).toBe(errors);
  });

  it("keeps zero requests apart from no series at all", () => {
    const page = lines("stable", { codes: { 200: 0 }, buckets: { "0.05": 0, "0.2005": 0, "+Inf": 0 } });
    expect(sample(page).arms).toEqual({
      stable: { requests: 0, bad: { errors: 0, "slow-50ms": 0, "slow-200.5ms": 0 }, instance: "a" },
    });
    expect(sample("").arms).toEqual({});
  });

  it("adds up several processes of an arm, under a name that changes when one of them begins again", () => {
    const page = `${lines("stable", { instance: "y" })}\n${lines("stable", { instance: "x" })}`;
    expect(sample(page).arms.stable).toMatchObject({ requests: 200, instance: "x+y" });
  });

  it.each<[string, ArmPage]>([
    ["without a request counter", { codes: {} }],
    ["without the bucket of an objective", { buckets: { "0.05": 70, "+Inf": 100 } }],
    ["without the bucket of all requests", { buckets: { "0.05": 70, "0.2005": 95 } }],
    ["with a count that is no number", { codes: { 200: "NaN" } }],
    ["with a count that is infinite", { codes: { 200: "+Inf" } }],
    ["with a negative count", { codes: { 200: -1 } }],
    ["with half a request", { codes: { 200: 1.5 } }],
    ["with more slow requests than requests", { codes: { 200: 20 } }],
    ["with more requests within the limit than in all", { buckets: { ...all, "0.05": 101 } }],
  ])("takes nothing from a page %s", (_, page) => {
    expect(() => sample(lines("candidate", page))).toThrow(expect.objectContaining({ code: "unavailable" }));
  });

  it("takes nothing from a page that does not say whose counters they are", () => {
    const page = lines("stable").replaceAll('instance="a",', "");
    expect(() => sample(page)).toThrow(expect.objectContaining({ code: "unavailable" }));
  });
});
