import { describe, expect, it } from "vitest";
import { progressLine } from "../../src/rollout/progress-line.ts";
import type { Rollout } from "../../src/rollout/record.ts";
import type { IndicatorEvidence, Verdict } from "../../src/slo/verdict.ts";
import { verdicts } from "./bench.ts";
import { recordIn, sinceMs } from "./record-in.ts";

const stable = { requests: 4_000, failures: 0 };

function indicator(name: string, requests: number, failures: number, evidence: number): IndicatorEvidence {
  return { indicator: name, arms: { stable, candidate: { requests, failures } }, evidence, limit: 40, burnRate: {} };
}

function lineOf(verdict: Verdict, changes: Partial<Rollout> = {}): string {
  const { rollout } = recordIn("observing", changes);
  return rollout === undefined ? "" : progressLine(rollout, verdict, sinceMs + 2_100);
}

function observing(...indicators: IndicatorEvidence[]): Verdict {
  return { kind: "continue", evidence: { summary: "observing", indicators } };
}

describe("progressLine", () => {
  it.each([
    [[indicator("errors", 212, 0, 0.44)], "candidate 212 requests, 0 errors · evidence 0.4 of 40"],
    [[indicator("errors", 212, 1, 9.96)], "candidate 212 requests, 1 error · evidence 10 of 40"],
    [
      [indicator("errors", 1_212, 2, 0.1), indicator("slow-50ms", 1_212, 30, 1_204)],
      "candidate 1,212 requests, 2 errors, 30 over 50ms · evidence 1,204 of 40",
    ],
  ])("shows counts, and the evidence of what is nearest to failing", (indicators, text) => {
    expect(lineOf(observing(...indicators))).toBe(`5 % · observing · ${text} · 3 s left`);
  });

  it("says what is known when nothing was counted", () => {
    expect(lineOf(verdicts["provider-error"])).toBe("5 % · observing · no metrics: refused · 3 s left");
    expect(lineOf(verdicts.pass, { deadlineMs: undefined })).toBe("5 % · observing · no worse than stable");
  });
});
