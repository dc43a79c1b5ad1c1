import { describe, expect, it } from "vitest";
import { runRollout } from "../../src/rollout/engine.ts";
import { noGovernance } from "../../src/rollout/governance/policy.ts";
import { planSchema } from "../../src/rollout/plan.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import { type Strategy, strategySchema } from "../../src/rollout/strategy.ts";
import { bench, limits, trafficBench, v1, v2 } from "./bench.ts";
import { abTest, blueGreen, shadow } from "./strategies-fixture.ts";

const planFor = (strategy: Strategy) => planOf(strategy, limits, true);
const failing = { errorRatio: 0.5, slowRatio: 0 };

/** Rolls v2 out over v1 with a judge on counted requests, and tells what was done to the target. */
async function rollOut(strategy: Strategy, options: { bad?: boolean; until?: (percent: number) => boolean } = {}) {
  const made = await trafficBench(v1);
  if (options.bad) made.metrics.behaviours = { [v2.version]: failing };
  const outcome = await runRollout(made.request({ plan: planFor(strategy) }), made.ports);
  const done = made.target.done.map(({ effect, percent }) =>
    effect.kind === "set-weight" ? `${percent} % ${JSON.stringify(effect.rules ?? {})}` : effect.kind,
  );
  return { ...made, outcome, done };
}

it.each([blueGreen, abTest, shadow])("makes a plan of $kind that survives being stored", (strategy) => {
  expect(strategySchema.parse(JSON.parse(JSON.stringify(strategy)))).toEqual(strategy);
  const plan = planFor(strategy);
  expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});

describe("blue-green", () => {
  it("verifies the candidate without users, switches once, verifies again, bakes and promotes", async () => {
    const { outcome, done, target } = await rollOut(blueGreen);
    expect(outcome.kind).toBe("succeeded");
    const probes = '"probes":{"paths":["/healthz","/levels"],"requestsPerSecond":10,"arms":["candidate"]}';
    const match = '"match":[{"kind":"header","name":"x-tidegate-preview","value":"candidate"}]';
    expect(done).toEqual(["prepare", `0 % {${match},${probes}}`, `100 % {${probes}}`, "promote"]);
    const [verified, switched, promoted] = target.done.slice(1).map(({ atMs }) => atMs);
    expect((switched ?? 0) - (verified ?? 0)).toBeGreaterThanOrEqual(blueGreen.verifyMs);
    const warmMs = blueGreen.settleMs + blueGreen.verifySwitchedMs + blueGreen.bakeMs;
    expect((promoted ?? 0) - (switched ?? 0)).toBeGreaterThanOrEqual(warmMs);
  });

  it("never switches to a candidate that answers its probes badly, and says that nobody met it", async () => {
    const { outcome, done, target } = await rollOut({ ...blueGreen, preview: undefined }, { bad: true });
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { stepIndex: 0, failure: { kind: "verdict" } } });
    expect(outcome.message).toContain("probes badly");
    expect(done.filter((effect) => effect.startsWith("100 %"))).toEqual([]);
    expect(target.stored?.record.quarantine).toMatchObject([{ digest: v2.digest }]);
  });

  it("switches back at once when the candidate fails after the switch", async () => {
    const made = await trafficBench(v1);
    const route = made.target.apply.bind(made.target);
    made.target.apply = async (effect, fence) => {
      await route(effect, fence);
      if (effect.kind === "set-weight" && effect.candidatePercent === 100) {
        made.metrics.behaviours = { [v2.version]: failing };
      }
    };
    const outcome = await runRollout(made.request({ plan: planFor(blueGreen) }), made.ports);
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { stepIndex: 1, failure: { kind: "verdict" } } });
    const [switched, back] = made.target.done.slice(2).map(({ atMs }) => atMs);
    expect((back ?? 0) - (switched ?? 0)).toBeLessThanOrEqual(blueGreen.settleMs + 3 * limits.pollMs);
    expect(made.target.arms.stable).toMatchObject({ release: v1, instances: 2 });
  });

  it("goes back rather than on when no probe is counted at all, and says so", async () => {
    const made = await trafficBench(v1);
    const read = made.metrics.read.bind(made.metrics);
    made.metrics.read = async () => ({ atMs: (await read()).atMs, arms: (await read()).arms });
    const plan = planFor({ ...blueGreen, preview: undefined });
    const outcome = await runRollout(made.request({ plan }), made.ports);
    expect(outcome).toMatchObject({ kind: "abandoned", rollout: { stepIndex: 0, failure: { kind: "no-metrics" } } });
  });
});

describe("a shadow", () => {
  it("compares copies of the traffic before any user meets the candidate, then goes on as declared", async () => {
    const { outcome, done } = await rollOut(shadow);
    expect(outcome.kind).toBe("succeeded");
    expect(done).toEqual([
      "prepare",
      '0 % {"mirrorPercent":50}',
      "5 % {}",
      "20 % {}",
      "50 % {}",
      "100 % {}",
      "promote",
    ]);
  });

  it("is taken back on the copies' evidence alone, and no user was harmed", async () => {
    const { outcome, done } = await rollOut(shadow, { bad: true });
    expect(outcome).toMatchObject({
      kind: "rolled-back",
      rollout: { stepIndex: 0, failure: { kind: "verdict" }, served: { candidate: { requests: 0 } } },
    });
    expect(done).toEqual(["prepare", '0 % {"mirrorPercent":50}', "restore"]);
  });
});

describe("an A/B test", () => {
  it("keeps users on their arm by the rule, and goes back when nobody decides in time", async () => {
    const { outcome, done } = await rollOut(abTest);
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "ended" } } });
    expect(outcome.message).toContain("nobody decided about 1.1.0 in time");
    expect(done).toEqual(["prepare", '20 % {"sticky":{"kind":"cookie","name":"arm"}}', "restore"]);
  });

  it("that lasts long lets its engine go after the first good look, comes to its end on visits, and goes back if nobody comes", async () => {
    const made = await trafficBench(v1);
    const plan = planFor({ ...abTest, maxObserveMs: 3 * 3_600_000 });
    const governance = { ...noGovernance, longBake: "rollback" as const };
    const request = made.request({ plan, governance });
    const begun = await runRollout(request, made.ports);
    expect(begun.kind).toBe("baking");
    expect(made.clock.nowMs() - (begun.rollout?.startedAtMs ?? 0)).toBeLessThan(15_000);
    expect(made.target.candidatePercent).toBe(20);
    const visit = () => reconcile({ ...request, mode: "watch", judging: request }, made.ports);
    await made.clock.until(made.clock.nowMs() + 3_600_000);
    await visit();
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "observing"]);
    made.metrics.behaviours = { [v2.version]: failing };
    await made.clock.until(made.clock.nowMs() + 60_000);
    const taken = await visit();
    expect(taken).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "verdict" } } });
  });

  it("that nobody visits is taken back by the target after its end", async () => {
    const made = await trafficBench(v1);
    const plan = planFor({ ...abTest, maxObserveMs: 3_600_000 });
    await runRollout(made.request({ plan, governance: { ...noGovernance, longBake: "keep" } }), made.ports);
    await made.clock.until(made.clock.nowMs() + 3_600_000 + 16 * 60_000);
    expect((await made.target.observe()).candidatePercent).toBe(0);
    expect(made.target.stored?.record.rollout?.failure?.kind).toBe("lease-expired");
  });

  it("does not blame the release for ending", async () => {
    const { target } = await rollOut(abTest);
    expect(target.stored?.record.quarantine).toEqual([]);
  });

  it("ends at once on evidence against the release, without waiting for anybody", async () => {
    const { outcome, clock } = await rollOut(abTest, { bad: true });
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "verdict" } } });
    expect((outcome.rollout?.endedAtMs ?? 0) - (outcome.rollout?.startedAtMs ?? 0)).toBeLessThan(15_000);
    expect(clock.nowMs()).toBeGreaterThan(0);
  });

  it.each([
    ["advance", "succeeded"],
    ["go-back", "rolled-back"],
  ] as const)(
    "that lasts until a date and is to %s then has %s, and not before the date",
    async (outcomeAtEnd, kind) => {
      const made = await trafficBench(v1);
      const atMs = made.clock.nowMs() + 20_000;
      const plan = planFor({ ...abTest, end: { kind: "date", atMs, outcome: outcomeAtEnd } });
      const outcome = await runRollout(made.request({ plan }), made.ports);
      expect(outcome.kind).toBe(kind);
      const left = outcome.rollout?.timeline.find(
        ({ atMs: at, candidatePercent }) => at >= atMs && candidatePercent === 20,
      );
      expect(left?.atMs).toBeGreaterThanOrEqual(atMs);
      expect(made.target.done.slice(2).every(({ atMs: at }) => at >= atMs)).toBe(true);
    },
  );

  it("shown by header compares nobody, because those who ask for it are not a random choice", () => {
    const match = [{ kind: "header" as const, name: "x-beta", value: "yes" }];
    const [step] = planFor({ ...abTest, audience: { kind: "match", match } }).steps;
    expect(step).toMatchObject({ candidatePercent: 0, gate: "guards", rules: { match } });
  });
});

it("never passes a step at which the target routes another share than it says", async () => {
  const made = await trafficBench(v1);
  const read = made.metrics.read.bind(made.metrics);
  made.metrics.read = async () => {
    const { arms, ...sample } = await read();
    const { candidate } = arms;
    return {
      ...sample,
      arms: { ...arms, ...(candidate && { candidate: { ...candidate, requests: 4 * candidate.requests } }) },
    };
  };
  const outcome = await runRollout(made.request(), made.ports);
  expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { stepIndex: 0, failure: { kind: "routing" } } });
  expect(made.target.stored?.record.quarantine).toEqual([]);
});

describe("a target that cannot do what a plan needs", () => {
  it.each([
    ["a shadow", shadow, /cannot copy 50 % of the requests \(step 1 of 5\)/],
    ["blue-green", blueGreen, /cannot route requests by header .*cannot send requests of its own .*cannot switch all/],
    ["an A/B test", abTest, /cannot keep a user on one release, by the cookie arm/],
  ])("refuses %s before anything is done", async (_, strategy, message) => {
    const made = await bench({ live: v1 });
    Object.assign(made.target, { capabilities: { granularityPercent: 1, readsBack: true, manualBakeRelease: true } });
    const outcome = await runRollout(made.request({ plan: planFor(strategy) }), made.ports);
    expect(outcome).toMatchObject({ kind: "refused", refusal: "unsupported", message: expect.stringMatching(message) });
    expect(made.target.done).toEqual([]);
  });
});
