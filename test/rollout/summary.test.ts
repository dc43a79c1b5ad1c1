import { describe, expect, it } from "vitest";
import { runRollout } from "../../src/rollout/engine.ts";
import { summarize } from "../../src/rollout/summary.ts";
import { trafficBench, v1, v2 } from "./bench.ts";

describe("summarize", () => {
  it("says how long it took to detect a bad release and to take it back, and what each arm served", async () => {
    const { ports, request, metrics } = await trafficBench(v1);
    metrics.behaviours = { [v2.version]: { errorRatio: 0.05, slowRatio: 0 } };
    const { rollout } = await runRollout(request(), ports);
    expect(rollout).toBeDefined();
    if (rollout === undefined) return;
    const summary = summarize(rollout);
    expect(summary).toMatchObject({ version: "1.1.0", stableVersion: "1.0.0", phase: "rolled-back" });
    expect(summary.failureText).toContain("errors 5.0 %");
    expect(summary.detectedAfterMs).toBeGreaterThan(1_000);
    expect(summary.detectedAfterMs).toBeLessThan(10_000);
    expect(summary.restoredAfterMs).toBeLessThan(1_000);
    expect(summary.served?.candidate.failures).toBeGreaterThan(0);
    expect(summary.lines[0]).toMatchObject({ afterMs: 0, phase: "admitted", candidatePercent: 0 });
    expect(summary.lines.at(-1)).toMatchObject({ phase: "rolled-back", candidatePercent: 0 });
  });

  it("claims no times for what has not happened", async () => {
    const { ports, request } = await trafficBench(v1);
    const { rollout } = await runRollout(request(), ports);
    expect(rollout && summarize(rollout)).toMatchObject({
      phase: "succeeded",
      failureText: undefined,
      detectedAfterMs: undefined,
      restoredAfterMs: undefined,
    });
  });
});
