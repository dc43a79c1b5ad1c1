import { judge } from "../../src/slo/judge.ts";
import { type JudgedStep, type JudgeSettings, judgePolicy } from "../../src/slo/judge-policy.ts";
import { type JudgeState, startStep } from "../../src/slo/judge-state.ts";
import type { Objective } from "../../src/slo/objective.ts";

/** Failure ratios of one arm. */
export interface Behaviour {
  readonly errors: number;
  readonly slow: number;
}

export interface Scenario {
  readonly requestsPerSecond: number;
  readonly stepPercents: readonly number[];
  readonly step: Omit<JudgedStep, "gate">;
  readonly pollMs: number;
  readonly settings: JudgeSettings;
  readonly objectives: readonly Objective[];
  readonly stable: (second: number) => Behaviour;
  readonly candidate: (second: number) => Behaviour;
}

export interface Ending {
  readonly kind: "pass" | "fail" | "inconclusive" | "provider-error" | "skipped";
  readonly reason: string;
  /** Index of the step at which it ended. */
  readonly step: number;
  /** Time spent observing, over all steps. */
  readonly observedMs: number;
  /** Errors and slow replies that the candidate's users met. */
  readonly harm: number;
}

/** A small generator with a seed, so that every figure comes out the same everywhere (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const slowName = "slow-50ms";

/** Runs one whole rollout as the engine would: each request goes to an arm by lot, fails by lot, and is counted. */
export function simulateRollout(scenario: Scenario, random: () => number): Ending {
  const totals = { stable: { requests: 0, errors: 0, slow: 0 }, candidate: { requests: 0, errors: 0, slow: 0 } };
  let state: JudgeState | undefined;
  let nowMs = 0;
  const serve = (percent: number) => {
    const requests = poisson((scenario.requestsPerSecond * scenario.pollMs) / 1000, random);
    for (let request = 0; request < requests; request += 1) {
      const arm = 100 * random() < percent ? "candidate" : "stable";
      const behaviour = scenario[arm](nowMs / 1000);
      totals[arm].requests += 1;
      if (random() < behaviour.errors) totals[arm].errors += 1;
      if (random() < behaviour.slow) totals[arm].slow += 1;
    }
  };
  for (const [index, percent] of scenario.stepPercents.entries()) {
    const policy = judgePolicy({ ...scenario, step: { gate: "statistics", ...scenario.step } });
    let current = startStep(state, policy, nowMs);
    for (;;) {
      const arms = {
        stable: sampleOf(totals.stable, "stable"),
        candidate: sampleOf(totals.candidate, "candidate"),
      };
      const reading = { kind: "sample", sample: { atMs: nowMs, arms } } as const;
      const { verdict, state: next } = judge(
        current,
        { atMs: nowMs, reading, candidate: { ready: true, restarts: 0 } },
        policy,
      );
      current = next;
      if (verdict.kind === "pass") break;
      if (verdict.kind !== "continue") {
        const reason = verdict.kind === "inconclusive" ? verdict.reason : verdict.evidence.summary;
        const harm = totals.candidate.errors + totals.candidate.slow;
        return { kind: verdict.kind, reason, step: index, observedMs: nowMs, harm };
      }
      nowMs += scenario.pollMs;
      serve(percent);
    }
    state = current;
  }
  const harm = totals.candidate.errors + totals.candidate.slow;
  return { kind: "pass", reason: "", step: scenario.stepPercents.length, observedMs: nowMs, harm };
}

function sampleOf(total: { requests: number; errors: number; slow: number }, instance: string) {
  return { requests: total.requests, bad: { errors: total.errors, [slowName]: total.slow }, instance };
}

/** Knuth's method, in parts small enough for the exponential. */
function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let rest = mean; rest > 0; rest -= 20) {
    const limit = Math.exp(-Math.min(rest, 20));
    for (let product = random(); product > limit; product *= random()) count += 1;
  }
  return count;
}

/** The interval that holds a share with 99.9 % confidence, given what was seen (Wilson's score). */
export function wilson(successes: number, trials: number, z = 3.29): readonly [low: number, high: number] {
  const share = successes / trials;
  const denominator = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [centre - half, centre + half];
}
