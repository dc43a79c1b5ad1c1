import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  logEvidence,
  type SequentialState,
  sequentialStateSchema,
  startNonInferiorityTest,
  startSequentialTest,
  type Tick,
} from "../../src/slo/sequential-test.ts";
import { binomialProbabilities } from "./binomial.ts";

type Vector = readonly [
  stableRequests: number,
  candidateRequests: number,
  stableFailures: number,
  candidateFailures: number,
];

const tickOf = ([stable, candidate, stableFailures, candidateFailures]: Vector): Tick => ({
  stable: { requests: stable, failures: stableFailures },
  candidate: { requests: candidate, failures: candidateFailures },
});

const evidenceAfter = (start: SequentialState, ...vectors: readonly Vector[]) =>
  Math.exp(logEvidence(vectors.map(tickOf).reduce(advance, start)));

/** The mean e-value over every possible outcome of one tick. */
function expectedEvidence(
  start: SequentialState,
  requests: { stable: number; candidate: number },
  ratio: { stable: number; candidate: number },
) {
  const onStable = binomialProbabilities(requests.stable, ratio.stable);
  const onCandidate = binomialProbabilities(requests.candidate, ratio.candidate);
  let mean = 0;
  for (const [yb, pb] of onStable.entries()) {
    for (const [yc, pc] of onCandidate.entries()) {
      if (pb * pc > 1e-14) mean += pb * pc * evidenceAfter(start, [requests.stable, requests.candidate, yb, yc]);
    }
  }
  return mean;
}

const tick = fc
  .record({
    nb: fc.nat(500),
    nc: fc.nat(500),
    fb: fc.double({ min: 0, max: 1, noNaN: true }),
    fc: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ nb, nc, fb, fc: share }): Vector => [nb, nc, Math.floor(nb * fb), Math.floor(nc * share)]);

describe("the sequential test", () => {
  it.each<{ m: number; ticks: readonly Vector[]; evidence: number }>([
    { m: 1, ticks: [[950, 50, 0, 1]], evidence: 9.39822 },
    { m: 1, ticks: [[950, 50, 1, 0]], evidence: 0.557988 },
    { m: 1, ticks: [[950, 50, 1, 1]], evidence: 3.44332 },
    { m: 1, ticks: [[950, 50, 1, 3]], evidence: 414.933 },
    { m: 1, ticks: [[950, 50, 2, 5]], evidence: 20661.5 },
    {
      m: 1,
      ticks: [
        [950, 50, 1, 2],
        [800, 200, 1, 4],
      ],
      evidence: 1447.66,
    },
    { m: 1, ticks: [[500, 500, 5, 20]], evidence: 29.7633 },
    { m: 1.5, ticks: [[950, 50, 0, 1]], evidence: 7.32956 },
    { m: 1.5, ticks: [[950, 50, 1, 0]], evidence: 0.500298 },
    { m: 1.5, ticks: [[950, 50, 1, 1]], evidence: 2.40945 },
    { m: 1.5, ticks: [[950, 50, 1, 3]], evidence: 146.858 },
    { m: 1.5, ticks: [[950, 50, 2, 5]], evidence: 3363.54 },
    {
      m: 1.5,
      ticks: [
        [950, 50, 1, 2],
        [800, 200, 1, 4],
      ],
      evidence: 223.366,
    },
    { m: 1.5, ticks: [[500, 500, 5, 20]], evidence: 2.31591 },
  ])("finds evidence $evidence in $ticks against a ratio of $m", ({ m, ticks, evidence }) => {
    const found = evidenceAfter(startSequentialTest({ riskRatio: m }), ...ticks);
    expect(found / evidence).toBeCloseTo(1, 5);
  });

  it.each([
    { m: 1, requests: { stable: 95, candidate: 5 }, ratio: { stable: 0.01, candidate: 0.01 }, mean: 0.975 },
    { m: 1, requests: { stable: 80, candidate: 20 }, ratio: { stable: 0.05, candidate: 0.05 }, mean: 0.8 },
    { m: 1, requests: { stable: 50, candidate: 50 }, ratio: { stable: 0.3, candidate: 0.3 }, mean: 0.165 },
    { m: 1.5, requests: { stable: 95, candidate: 5 }, ratio: { stable: 0.01, candidate: 0.015 }, mean: 0.97 },
  ])("expects $mean under its null: $requests at $ratio against $m", ({ m, requests, ratio, mean }) => {
    const found = expectedEvidence(startSequentialTest({ riskRatio: m }), requests, ratio);
    expect(found).toBeCloseTo(mean, 3);
    expect(found).toBeLessThanOrEqual(1);
  });

  it("expects more than 1 when the candidate really is worse", () => {
    const requests = { stable: 80, candidate: 20 };
    expect(
      expectedEvidence(startSequentialTest({ riskRatio: 1 }), requests, { stable: 0.01, candidate: 0.2 }),
    ).toBeGreaterThan(10);
  });

  it.each<{ vector: Vector }>([{ vector: [100, 0, 5, 0] }, { vector: [0, 100, 0, 5] }, { vector: [0, 0, 0, 0] }])(
    "skips a tick in which an arm served nothing: $vector",
    ({ vector }) => {
      const before = advance(startSequentialTest({ riskRatio: 1 }), tickOf([950, 50, 1, 1]));
      expect(advance(before, tickOf(vector))).toEqual(before);
    },
  );

  it.each<{ vector: Vector; why: string }>([
    { vector: [100, 10, -1, 0], why: "a negative count" },
    { vector: [100, -10, 0, 0], why: "negative requests" },
    { vector: [100, 10, 0, Number.NaN], why: "NaN" },
    { vector: [Number.POSITIVE_INFINITY, 10, 0, 0], why: "infinity" },
    { vector: [100, 10, 0, 11], why: "more failures than requests" },
    { vector: [0, 0, 1, 0], why: "failures without requests, even where it would be skipped" },
    { vector: [100, 10.5, 0, 1], why: "half a request" },
  ])("throws on $why and counts nothing", ({ vector }) => {
    const before = startSequentialTest({ riskRatio: 1 });
    expect(() => advance(before, tickOf(vector))).toThrow(/cannot be/);
    expect(before).toEqual(startSequentialTest({ riskRatio: 1 }));
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a risk ratio of %s", (riskRatio) => {
    expect(() => startSequentialTest({ riskRatio })).toThrow(/risk ratio/);
  });

  it("resumes from JSON to the last bit", () => {
    fc.assert(
      fc.property(fc.array(tick, { minLength: 1, maxLength: 20 }), fc.nat(19), (ticks, crashAt) => {
        const start = startSequentialTest({ riskRatio: 1.5 });
        const whole = ticks.map(tickOf).reduce(advance, start);
        const before = ticks.slice(0, crashAt).map(tickOf).reduce(advance, start);
        const restored = sequentialStateSchema.parse(JSON.parse(JSON.stringify(before)));
        const resumed = ticks.slice(crashAt).map(tickOf).reduce(advance, restored);
        expect(resumed).toEqual(whole);
      }),
    );
  });

  it("does not care how a span at one weight is cut into ticks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 2, max: 8 }),
        (nb, nc, parts) => {
          const start = startSequentialTest({ riskRatio: 1 });
          const cut = Array.from({ length: parts }, () => tickOf([nb, nc, 1, 1])).reduce(advance, start);
          const whole = advance(start, tickOf([nb * parts, nc * parts, parts, parts]));
          expect(logEvidence(cut)).toBeCloseTo(logEvidence(whole), 8);
        },
      ),
    );
  });

  it("grows with each failure on the candidate and shrinks with each on stable", () => {
    fc.assert(
      fc.property(tick, ([nb, nc, yb, yc]) => {
        fc.pre(nb > yb && nc > yc);
        const start = startSequentialTest({ riskRatio: 1.5 });
        const at = (stable: number, candidate: number) =>
          logEvidence(advance(start, tickOf([nb, nc, stable, candidate])));
        expect(at(yb, yc + 1)).toBeGreaterThan(at(yb, yc));
        expect(at(yb + 1, yc)).toBeLessThan(at(yb, yc));
      }),
    );
  });

  it("asks for more evidence the wider the margin is", () => {
    fc.assert(
      fc.property(tick, ([nb, nc, yb, yc]) => {
        const at = (riskRatio: number) =>
          logEvidence(advance(startSequentialTest({ riskRatio }), tickOf([nb, nc, yb, yc])));
        expect(at(1.5)).toBeLessThanOrEqual(at(1) + 1e-9);
      }),
    );
  });
});

describe("the mirrored test", () => {
  it.each([
    { m: 2, requests: { stable: 80, candidate: 20 }, ratio: { stable: 0.05, candidate: 0.1 } },
    { m: 2, requests: { stable: 80, candidate: 20 }, ratio: { stable: 0.05, candidate: 0.3 } },
    { m: 3, requests: { stable: 95, candidate: 5 }, ratio: { stable: 0.01, candidate: 0.03 } },
    { m: 3, requests: { stable: 50, candidate: 50 }, ratio: { stable: 0.2, candidate: 0.6 } },
    { m: 3, requests: { stable: 50, candidate: 50 }, ratio: { stable: 0, candidate: 0.1 } },
  ])(
    "expects at most 1 from a candidate that is $m times as bad or worse: $requests at $ratio",
    ({ m, requests, ratio }) => {
      const found = expectedEvidence(startNonInferiorityTest({ riskRatio: m }), requests, ratio);
      expect(found).toBeLessThanOrEqual(1);
      expect(found).toBeGreaterThan(0);
    },
  );

  it("proves a good candidate good once stable has had its share of failures", () => {
    const start = startNonInferiorityTest({ riskRatio: 3 });
    expect(evidenceAfter(start, [500, 500, 12, 11])).toBeGreaterThan(20);
    expect(evidenceAfter(start, [500, 500, 0, 0])).toBe(1);
    expect(evidenceAfter(start, [500, 500, 5, 20])).toBeLessThan(1);
  });

  it("shrinks with each failure on the candidate", () => {
    const start = startNonInferiorityTest({ riskRatio: 3 });
    expect(evidenceAfter(start, [500, 500, 12, 12])).toBeLessThan(evidenceAfter(start, [500, 500, 12, 11]));
  });

  it.each([1, 0.5, Number.NaN])("refuses a ratio of %s, which is no margin", (riskRatio) => {
    expect(() => startNonInferiorityTest({ riskRatio })).toThrow(/above 1/);
  });
});
