import { describe, expect, it } from "vitest";
import { runRollout } from "../../src/rollout/engine.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import { canary, limits, trafficBench, v1, v2 } from "./bench.ts";

/** A minute of warm-up a step, and stable that fails 0.2 % of its requests; the candidate fails so often while cold. */
async function rolledOut(coldErrorRatio: number, warmErrorRatio: number) {
  const made = await trafficBench(v1);
  const plan = planOf({ ...canary, settleMs: 60_000, observeMs: 30_000, maxObserveMs: 90_000 }, limits, true);
  const startedMs = made.clock.nowMs();
  const cold = {
    get errorRatio() {
      const phase = made.target.stored?.record.rollout?.phase;
      return phase === "settling" ? coldErrorRatio : warmErrorRatio;
    },
    slowRatio: 0,
  };
  made.metrics.behaviours = { [v1.version]: { errorRatio: 0.002, slowRatio: 0 }, [v2.version]: cold };
  const request = made.request({ plan, objectives: [{ kind: "availability", target: 0.99 }] });
  const { kind, rollout } = await runRollout(request, made.ports);
  return { ...made, kind, rollout, tookMs: made.clock.nowMs() - startedMs };
}

describe("while the candidate warms up", () => {
  it("what no cold start explains takes it back at once, and puts it in quarantine", async () => {
    const { kind, rollout, tookMs, target } = await rolledOut(0.3, 0.3);
    expect(kind).toBe("rolled-back");
    expect(rollout?.timeline.map(({ phase }) => phase)).not.toContain("observing");
    expect(rollout?.failure).toMatchObject({ kind: "verdict", text: expect.stringContaining("while warming up") });
    expect(tookMs).toBeLessThan(30_000);
    expect(target.stored?.record.quarantine).toMatchObject([{ digest: v2.digest }]);
  });

  it.each([
    ["three times stable's failures are a cold start", 0.006, 0.002, "succeeded"],
    ["eight times are one too", 0.016, 0.002, "succeeded"],
    ["the same after the warm-up is not", 0.016, 0.016, "rolled-back"],
  ])("%s", async (_, cold, warm, ending) => {
    const { kind, rollout } = await rolledOut(cold, warm);
    expect([kind, rollout?.failure?.text]).toEqual([ending, ending === "succeeded" ? undefined : expect.anything()]);
    expect(rollout?.timeline.map(({ phase }) => phase)).toContain("observing");
  });
});
