import { describe, expect, it } from "vitest";
import { runRollout, startRollout } from "../../src/rollout/engine.ts";
import { governanceSchema } from "../../src/rollout/governance/policy.ts";
import { submitCommand } from "../../src/rollout/governance/submit-command.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { ReconcileRequest } from "../../src/rollout/request.ts";
import { bench, scripted, trafficBench, v1, v2 } from "./bench.ts";
import { outage } from "./in-memory-metrics.ts";

const minute = 60_000;
const where = { service: "info", environment: "production", actor: "watchdog", reason: "schedule" };
const governance = (longBake: "attended" | "keep" | "rollback") => governanceSchema.parse({ longBake });

/** A rollout whose bake takes an hour, with real traffic and the real judge, until its engine has let go. */
async function baking(longBake: "attended" | "keep" | "rollback", bakeMs = 60 * minute) {
  const made = await trafficBench(v1);
  const { plan } = made.request();
  const request = made.request({
    plan: { ...plan, bakeMs, leaseMs: 90_000, pollMs: 5_000 },
    governance: governance(longBake),
  });
  const startedMs = made.clock.nowMs();
  const outcome = await runRollout(request, made.ports);
  const judging = { objectives: request.objectives, judge: request.judge };
  let round = 0;
  const visit = (changes: Partial<ReconcileRequest> = {}) =>
    reconcile({ ...where, mode: "watch", holder: `watchdog ${++round}`, judging, ...changes }, made.ports);
  /** The watchdog's schedule, until it says something else than before. */
  const schedule = async (untilMs: number) => {
    for (;;) {
      const { kind } = await visit();
      if (kind !== "baking" || made.clock.nowMs() > untilMs) return kind;
      await made.clock.until(made.clock.nowMs() + 5 * minute);
    }
  };
  return {
    ...made,
    outcome,
    visit,
    schedule,
    tookMs: made.clock.nowMs() - startedMs,
    rollout: () => made.target.stored?.record.rollout,
  };
}

describe("a bake of more than 15 minutes", () => {
  it("lets the engine go, and is finished by the watchdog at its end, not before", async () => {
    const made = await baking("rollback");
    expect(made.outcome.kind).toBe("baking");
    expect(made.tookMs).toBeLessThan(3 * minute);
    expect(made.rollout()?.lease).toMatchObject({ mode: "unattended", onExpiry: "rollback" });
    const bakedMs = made.clock.nowMs();
    expect(await made.schedule(bakedMs + 120 * minute)).toBe("succeeded");
    expect(made.clock.nowMs() - bakedMs).toBeGreaterThanOrEqual(60 * minute);
    expect(made.clock.nowMs() - bakedMs).toBeLessThan(66 * minute);
    expect(made.target.stored?.record.live).toEqual(v2);
    expect(made.channel.kinds().filter((kind) => kind === "succeeded")).toHaveLength(1);
  });

  it("goes back at the next visit when the release burns its budget alone", async () => {
    const made = await baking("rollback");
    await made.clock.until(made.clock.nowMs() + 20 * minute);
    expect((await made.visit()).kind).toBe("baking");
    made.metrics.behaviours = { "1.1.0": { errorRatio: 0.3, slowRatio: 0 } };
    await made.clock.until(made.clock.nowMs() + 5 * minute);
    expect((await made.visit()).kind).toBe("rolled-back");
    expect(made.target.stored?.record).toMatchObject({ live: v1, quarantine: [{ digest: v2.digest }] });
  });

  it("holds at a visit without metrics, and goes back when they stay away", async () => {
    const made = await baking("rollback");
    await made.clock.until(made.clock.nowMs() + 20 * minute);
    made.metrics.provider = outage;
    expect(await made.visit()).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "no-metrics" } } });
  });

  it.each([
    ["rollback", 0, "rolling-back"],
    ["keep", 100, "baking"],
  ] as const)(
    "that nobody comes to finish: the target will %s, so %i %% are on the candidate",
    async (onExpiry, percent, phase) => {
      const made = await baking(onExpiry);
      await made.clock.until(made.clock.nowMs() + 70 * minute);
      expect((await made.target.observe()).candidatePercent).toBe(100);
      await made.clock.until(made.clock.nowMs() + 10 * minute);
      expect((await made.target.observe()).candidatePercent).toBe(percent);
      expect(made.rollout()?.phase).toBe(phase);
      expect((await made.visit()).kind).toBe(onExpiry === "keep" ? "succeeded" : "rolled-back");
    },
  );

  it("is left alone by the rollback job of its own run, and by a watchdog that has no judge", async () => {
    const made = await baking("rollback");
    const before = made.target.stored;
    expect((await made.visit({ mode: "recover", holder: "run 1" })).kind).toBe("in-progress");
    const { judging: _, ...blind } = { ...where, mode: "watch" as const, holder: "w", judging: undefined };
    expect((await reconcile(blind, made.ports)).kind).toBe("in-progress");
    expect(made.target.stored).toEqual(before);
  });

  it("obeys a person at the next visit", async () => {
    const made = await baking("rollback");
    await submitCommand({ kind: "promote-now", actor: "grace", reason: "it is well" }, { ...made, newId: () => "c1" });
    expect((await made.visit()).kind).toBe("succeeded");
  });

  it("keeps its engine where that is declared, and a short one always does", async () => {
    expect((await baking("attended", 20 * minute)).outcome.kind).toBe("succeeded");
    expect((await baking("rollback", 15 * minute)).outcome.kind).toBe("succeeded");
  });
});

describe("a hot fix", () => {
  it("is promoted fast while stable burns: half of stable's answers fail, one in a hundred of the fix's", async () => {
    const made = await trafficBench(v1);
    made.metrics.behaviours = {
      "1.0.0": { errorRatio: 0.5, slowRatio: 0 },
      "1.1.0": { errorRatio: 0.01, slowRatio: 0 },
    };
    const startedMs = made.clock.nowMs();
    const { plan } = made.request();
    const outcome = await runRollout(made.request({ plan: { ...plan, bakeMs: 60 * minute } }), made.ports);
    expect([outcome.kind, outcome.message]).toEqual(["succeeded", expect.any(String)]);
    expect(made.clock.nowMs() - startedMs).toBeLessThan(2 * minute);
    expect(made.target.stored?.record.rollout?.hotfix?.text).toContain("hot fix: errors burns 500 × on stable");
  });

  it.each([
    ["it burns as much as stable", { errorRatio: 0.5, slowRatio: 0 }],
    ["it burns a little less than stable", { errorRatio: 0.4, slowRatio: 0 }],
  ])("is none when %s", async (_, behaviour) => {
    const made = await trafficBench(v1);
    made.metrics.behaviours = { "1.0.0": { errorRatio: 0.5, slowRatio: 0 }, "1.1.0": behaviour };
    const outcome = await runRollout(made.request(), made.ports);
    expect(outcome.kind).toBe("rolled-back");
    expect(made.target.stored?.record.rollout?.hotfix).toBeUndefined();
  });

  it("that a person declares is not baked, and that is audited; its steps need their passes all the same", async () => {
    const made = await bench({ live: v1 });
    const { plan } = made.request();
    const request = made.request({ isHotfix: true, plan: { ...plan, bakeMs: 60 * minute } });
    expect(
      (
        await startRollout(
          request,
          made.ports,
          scripted(() => "pass"),
        )
      ).kind,
    ).toBe("succeeded");
    expect(made.target.stored?.record.audit).toMatchObject([{ action: "hotfix", actor: "ada" }]);
    const bad = await bench({ live: v1 });
    expect(
      (
        await startRollout(
          bad.request({ isHotfix: true }),
          bad.ports,
          scripted(() => "fail"),
        )
      ).kind,
    ).toBe("rolled-back");
  });

  it("is taken back like any release, also to a stable that burns", async () => {
    const made = await trafficBench(v1);
    made.metrics.behaviours = { "1.0.0": { errorRatio: 0.5, slowRatio: 0 }, "1.1.0": { errorRatio: 1, slowRatio: 0 } };
    const outcome = await runRollout(made.request(), made.ports);
    expect([outcome.kind, made.target.candidatePercent]).toEqual(["rolled-back", 0]);
  });
});
