import { describe, expect, it } from "vitest";
import { countSmoke, judgeSmoke, noSmoke } from "../../src/rollout/judge-smoke.ts";
import type { MetricsSample } from "../../src/slo/counts.ts";
import { verdicts } from "./bench.ts";

const probes = { paths: ["/a", "/b"], requestsPerSecond: 1, arms: ["candidate" as const] };
const sample = (atMs: number, requests: number, errors: number, instance = "p1"): MetricsSample => ({
  atMs,
  arms: {},
  probes: { candidate: { requests, bad: { errors }, instance } },
});

describe("judgeSmoke", () => {
  it.each([
    ["pass", 6, 0, "pass"],
    ["pass", 5, 0, "continue"],
    ["pass", 0, 0, "continue"],
    ["pass", 600, 1, "continue"],
    ["pass", 600, 2, "continue"],
    ["pass", 600, 3, "fail"],
    ["continue", 600, 3, "fail"],
    ["continue", 600, 0, "continue"],
    ["fail", 600, 0, "fail"],
    ["provider-error", 600, 0, "provider-error"],
    ["shared-cause", 600, 0, "inconclusive"],
    ["skipped", 600, 0, "skipped"],
  ] as const)(
    "with guards that say %s, %d probes of two paths and %d bad answers: %s",
    (guards, requests, failures, kind) => {
      expect(judgeSmoke(verdicts[guards], { requests, failures }, probes).kind).toBe(kind);
    },
  );
});

describe("countSmoke", () => {
  it("counts from the first look of the step on, over a restart of the counters", () => {
    const first = countSmoke(noSmoke, sample(1, 100, 7));
    expect(first).toMatchObject({ requests: 0, failures: 0 });
    const second = countSmoke(first, sample(2, 110, 8));
    expect(second).toMatchObject({ requests: 10, failures: 1 });
    expect(countSmoke(second, sample(3, 4, 1, "p2"))).toMatchObject({ requests: 14, failures: 2 });
  });

  it("counts from zero when no probe had been sent at the first look", () => {
    const first = countSmoke(noSmoke, { atMs: 1, arms: {} });
    expect(countSmoke(first, sample(2, 8, 0))).toMatchObject({ requests: 8, failures: 0 });
  });

  it.each([
    ["more failures than probes", sample(2, 3, 4)],
    ["no number", sample(2, Number.NaN, 0)],
    ["the same moment again", sample(1, 50, 0)],
    ["no probes any more", { atMs: 2, arms: {} }],
  ])("adds nothing for %s", (_, next) => {
    const before = countSmoke(noSmoke, sample(1, 0, 0));
    expect(countSmoke(before, next)).toMatchObject({ requests: 0, failures: 0 });
  });
});
