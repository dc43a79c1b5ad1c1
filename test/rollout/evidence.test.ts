import { describe, expect, it } from "vitest";
import { runRollout } from "../../src/rollout/engine.ts";
import { keptPolls } from "../../src/rollout/evidence.ts";
import { migrateRecord } from "../../src/rollout/migrate-record.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import { parseEvidence } from "../../src/slo/evidence-trace.ts";
import { discrepancies } from "../../src/slo/replay.ts";
import { canary, limits, trafficBench, v1, v2 } from "./bench.ts";

/** The stored record of a rollout whose candidate fails that often once it has half of the traffic. */
async function stored(errorRatio: number) {
  const made = await trafficBench(v1);
  made.metrics.behaviours = {
    [v1.version]: { errorRatio: 0.0005, slowRatio: 0.01 },
    [v2.version]: {
      get errorRatio() {
        return made.target.candidatePercent >= 50 ? errorRatio : 0.0005;
      },
      slowRatio: 0.01,
    },
  };
  const plan = planOf({ ...canary, settleMs: 8_000, observeMs: 30_000, maxObserveMs: 90_000 }, limits, true);
  const { kind } = await runRollout(made.request({ plan }), made.ports);
  return { kind, text: JSON.stringify(made.target.stored?.record) };
}

describe("the evidence in the record", () => {
  it.each([
    ["rolled-back", 0.1, "fail"],
    ["succeeded", 0.0005, "pass"],
  ])("of a rollout that ended as %s leads to the same verdicts again, word for word", async (ending, ratio, last) => {
    const { kind, text } = await stored(ratio);
    expect(kind).toBe(ending);
    const evidence = parseEvidence(text);
    expect(discrepancies(evidence)).toEqual([]);
    const polls = evidence.steps.flatMap((step) => step.polls);
    expect(polls.length).toBeLessThanOrEqual(keptPolls);
    expect(polls.at(-1)?.verdict?.kind).toBe(last);
  });

  it("is bounded although the rollout was polled more often", async () => {
    const { text } = await stored(0.0005);
    const polls = parseEvidence(text).steps.flatMap((step) => step.polls);
    expect(polls).toHaveLength(keptPolls);
    expect(text.length).toBeLessThan(100_000);
  });

  it("that was changed does not lead to what was said", async () => {
    const { text } = await stored(0.1);
    const tampered = text.replaceAll(/"requests":(\d+),"bad"/g, '"requests":1$1,"bad"');
    expect(discrepancies(parseEvidence(tampered))).not.toEqual([]);
  });

  it("that cannot be read is left out, and the record stays", async () => {
    const { text } = await stored(0.1);
    const record = migrateRecord(JSON.parse(text.replace('"evidence":{"format":1', '"evidence":{"format":9')), "here");
    expect(record.rollout?.evidence).toBeUndefined();
    expect(record.quarantine).toHaveLength(1);
  });
});
