import { describe, expect, it } from "vitest";
import { createCheckCounted } from "../../src/rollout/check-counted.ts";
import { runRollout } from "../../src/rollout/engine.ts";
import type { StepToJudge } from "../../src/rollout/judged-step.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Metrics } from "../../src/rollout/ports.ts";
import type { Strategy } from "../../src/rollout/strategy.ts";
import type { ArmSample, MetricsSample } from "../../src/slo/counts.ts";
import { canary, limits, trafficBench, v1 } from "./bench.ts";

const split: StepToJudge = {
  candidatePercent: 5,
  gate: "statistics",
  settleMs: 0,
  observeMs: 10_000,
  maxObserveMs: 60_000,
};
const probes = { paths: ["/"], requestsPerSecond: 2, arms: ["stable" as const, "candidate" as const] };
const arm = (requests: number): ArmSample => ({ requests, bad: { errors: 0 }, instance: "a" });

/** What is said at the second look, ten seconds after the first. */
function said(step: StepToJudge, after: Omit<MetricsSample, "atMs">, before: Omit<MetricsSample, "atMs">) {
  const check = createCheckCounted();
  check(step, { kind: "sample", sample: { atMs: 0, ...before } });
  return check(step, { kind: "sample", sample: { atMs: 10_000, ...after } });
}

describe("whether both releases are counted", () => {
  const zero = { arms: { stable: arm(0), candidate: arm(0) } };
  it.each<[string, StepToJudge, MetricsSample["arms"], readonly RegExp[]]>([
    ["both", split, { stable: arm(190), candidate: arm(10) }, []],
    ["one request", split, { stable: arm(1_900), candidate: arm(1) }, []],
    ["too few to tell", split, { stable: arm(189), candidate: arm(0) }, []],
    [
      "enough to tell",
      split,
      { stable: arm(190), candidate: arm(0) },
      [/none of about 10 requests to the candidate arm .*does not move/],
    ],
    ["no series", split, { stable: arm(190) }, [/there is no series of the candidate arm/]],
    [
      "stable's missing",
      split,
      { candidate: arm(10) },
      [/none of about 190 requests to the stable arm .*no series of the stable/],
    ],
    ["no traffic", split, { stable: arm(0), candidate: arm(0) }, []],
    [
      "users that choose",
      { ...split, rules: { match: [{ kind: "header", name: "x", value: "y" }] } },
      { stable: arm(999) },
      [],
    ],
    [
      "users that stay where they are",
      { ...split, rules: { sticky: { kind: "cookie", name: "x" } } },
      { stable: arm(999) },
      [],
    ],
    ["nothing to compare", { ...split, candidatePercent: 100 }, { stable: arm(999) }, []],
    ["guards alone", { ...split, gate: "guards" }, { stable: arm(999) }, []],
    [
      "no copies",
      { ...split, candidatePercent: 0, rules: { mirrorPercent: 50 } },
      { stable: arm(20) },
      [/about 10 requests to the candidate arm/],
    ],
  ])("%s", (_what, step, arms, problems) => {
    expect(said(step, { arms }, zero)).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });

  it.each<[string, MetricsSample["probes"] | undefined, readonly RegExp[]]>([
    ["both", { stable: arm(20), candidate: arm(20) }, []],
    [
      "no series at all",
      undefined,
      [/about 20 probes to the stable arm/, /about 20 probes to the candidate arm .*no series/],
    ],
    ["one that stands still", { stable: arm(20), candidate: arm(0) }, [/probes to the candidate arm .*does not move/]],
  ])("by probes at 0 %%, before any user meets the candidate: %s", (_what, counted, problems) => {
    const verify: StepToJudge = { ...split, candidatePercent: 0, gate: "smoke", rules: { probes } };
    const before = counted === undefined ? { arms: {} } : { arms: {}, probes: { stable: arm(0), candidate: arm(0) } };
    const after = counted === undefined ? { arms: {} } : { arms: {}, probes: counted };
    expect(said(verify, after, before)).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });
});

describe("a rollout in which a release is not counted", () => {
  const blueGreen: Strategy = {
    kind: "blue-green",
    smoke: ["/"],
    smokePerSecond: 2,
    settleMs: 0,
    verifyMs: 2_000,
    maxVerifyMs: 60_000,
    verifySwitchedMs: 0,
    bakeMs: 0,
  };
  const without = (part: "candidate" | "probes") => (sample: MetricsSample) => {
    const { candidate: _, ...others } = sample.arms;
    const { probes: __, ...rest } = sample;
    return part === "probes" ? rest : { ...sample, arms: others };
  };

  it.each<[string, Strategy, (sample: MetricsSample) => MetricsSample, RegExp, number]>([
    ["a canary", canary, without("candidate"), /requests to the candidate arm was counted: there is no series/, 5],
    ["blue-green", blueGreen, without("probes"), /probes to the candidate arm was counted: there is no series/, 0],
  ])(
    "holds at the first step, names what is missing, and goes back: %s",
    async (_what, strategy, lose, words, percent) => {
      const { ports, request, metrics, target } = await trafficBench(v1);
      const lossy: Metrics = { read: async () => lose(await metrics.read()) };
      const { rollout } = await runRollout(request({ plan: planOf(strategy, limits, true) }), {
        ...ports,
        metrics: lossy,
      });
      expect(rollout?.failure).toMatchObject({ kind: "no-metrics", text: expect.stringMatching(words) });
      expect(Math.max(...target.done.map((done) => done.percent))).toBe(percent);
      expect(target.stored?.record.quarantine).toEqual([]);
    },
  );

  it("goes on when the series appear in time", async () => {
    const { ports, request, metrics, clock } = await trafficBench(v1);
    const fromMs = clock.nowMs() + 12_000;
    const late: Metrics = {
      read: async () => {
        const sample = await metrics.read();
        return clock.nowMs() < fromMs ? without("candidate")(sample) : sample;
      },
    };
    const { kind, rollout } = await runRollout(request(), { ...ports, metrics: late });
    expect([kind, rollout?.timeline.some(({ phase }) => phase === "holding")]).toEqual(["succeeded", true]);
  });
});
