import { describe, expect, it } from "vitest";
import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import { runRollout } from "../../src/rollout/engine.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Metrics } from "../../src/rollout/ports.ts";
import { canary, limits, trafficBench, v1 } from "./bench.ts";

const minute = 60_000;
const objectives = [{ kind: "availability", target: 0.999 }] as const;

/** A bake of 14 minutes in which the arms' own counters are fine; the whole service's are what `servedIn` says. */
async function bake(servedIn: (windowMs: number, bakedMs: number) => ReturnType<NonNullable<Metrics["servedIn"]>>) {
  const made = await trafficBench(v1);
  let bakedFromMs = Number.POSITIVE_INFINITY;
  const asked: number[] = [];
  const metrics: Metrics = {
    read: () => {
      if (made.target.stored?.record.rollout?.phase === "baking")
        bakedFromMs = Math.min(bakedFromMs, made.clock.nowMs());
      return made.metrics.read();
    },
    servedIn: (windowMs) => {
      asked.push(windowMs);
      return servedIn(windowMs, made.clock.nowMs() - bakedFromMs);
    },
  };
  const plan = planOf(
    { ...canary, bakeMs: 14 * minute },
    { ...limits, maxHoldMs: 3 * minute, pollMs: 10_000, leaseMs: 90_000 },
    true,
  );
  const outcome = await runRollout(made.request({ objectives, plan }), { ...made.ports, metrics });
  const timeline = outcome.rollout?.timeline ?? [];
  return { outcome, asked, timeline, phases: timeline.map(({ phase }) => phase) };
}

const served = (requests: number, failures: number) => Promise.resolve({ errors: { requests, failures } });

describe("the alerts on the whole service during a bake", () => {
  it("stand still while both windows of one burn, then go back, and blame nobody", async () => {
    const { outcome, timeline } = await bake((windowMs) => served(windowMs / 1_000, windowMs / 50_000));
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "shared-cause" } } });
    const held = timeline.find(({ phase }) => phase === "holding");
    expect(held?.text).toContain(
      "the whole service: errors burn the budget at more than 14.4× over the last 1 h and over the last 5 min",
    );
  });

  it("let it go on once the short window is quiet again", async () => {
    const burning = (bakedMs: number) => bakedMs < 7 * minute;
    const { outcome, phases } = await bake((windowMs, bakedMs) =>
      served(windowMs / 1_000, windowMs > 5 * minute || burning(bakedMs) ? windowMs / 50_000 : 0),
    );
    expect(outcome.kind).toBe("succeeded");
    expect(phases.filter((phase) => phase === "holding")).toHaveLength(1);
  });

  it.each<[string, (windowMs: number) => [number, number]]>([
    ["that ended before the bake", (windowMs) => [windowMs / 1_000, windowMs > 5 * minute ? windowMs / 50_000 : 0]],
    ["of two requests", (windowMs) => [windowMs / 10_000, 2]],
    ["that spends just the budget", (windowMs) => [windowMs, windowMs / 1_000]],
  ])("do not stop it for a burn %s", async (_what, counts) => {
    const { outcome, phases } = await bake((windowMs) => served(...counts(windowMs)));
    expect([outcome.kind, phases.includes("holding")]).toEqual(["succeeded", false]);
  });

  it("are asked once a minute, and for no window that reaches back before the bake with its short one", async () => {
    const { outcome, asked } = await bake(() => served(1_000_000, 0));
    expect(outcome.kind).toBe("succeeded");
    expect([...new Set(asked)]).toEqual([60 * minute, 5 * minute]);
    expect(asked.length).toBeLessThanOrEqual(2 * 10);
  });

  it("stand still when nobody can tell from the start, or for two minutes, but not for less", async () => {
    const away = await bake(() => Promise.reject(new UnavailableError("too many samples")));
    expect(away.outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "no-metrics" } } });
    expect(away.outcome.message).toContain("nobody can tell whether the service burns: too many samples");
    const brief = await bake((_, bakedMs) =>
      bakedMs > 7 * minute && bakedMs < 8.5 * minute ? Promise.reject(new UnavailableError("busy")) : served(1_000, 0),
    );
    expect([brief.outcome.kind, brief.phases.includes("holding")]).toEqual(["succeeded", false]);
    const long = await bake((_, bakedMs) =>
      bakedMs > 7 * minute ? Promise.reject(new UnavailableError("busy")) : served(1_000, 0),
    );
    expect(long.outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "no-metrics" } } });
  });
});
