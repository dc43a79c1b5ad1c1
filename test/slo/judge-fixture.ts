import type { MetricsSample } from "../../src/slo/counts.ts";
import { type Judgement, judge } from "../../src/slo/judge.ts";
import { type JudgePolicy, judgePolicy } from "../../src/slo/judge-policy.ts";
import { type JudgeState, judgeStateSchema, startStep } from "../../src/slo/judge-state.ts";
import type { Poll } from "../../src/slo/poll.ts";

export const startMs = 1_800_000_000_000;

/** 99.9 % good, 95 % within 50 ms; a step of 5 to 20 seconds. */
export function policyWith(changes: Partial<JudgePolicy> = {}): JudgePolicy {
  const policy = judgePolicy({
    objectives: [
      { kind: "availability", target: 0.999 },
      { kind: "latency", target: 0.95, underMs: 50 },
    ],
    settings: { alpha: 0.05, riskRatio: 1.5, minRequests: 100, detectRatio: 50 },
    step: { gate: "statistics", observeMs: 5000, maxObserveMs: 20_000 },
    pollMs: 1000,
  });
  return { ...policy, ...changes };
}

/** What one arm did in one second: requests, errors, slow ones. */
export type Served = readonly [requests: number, errors: number, slow: number];

export interface Second {
  readonly stable?: Served;
  readonly candidate?: Served;
  /** Instead of counters. */
  readonly down?: string;
  readonly health?: Poll["candidate"] | "gone";
}

/** Plays seconds of traffic to the judge the way a rollout does: cumulative counters, the memory through JSON. */
export class Courtroom {
  readonly #policy: JudgePolicy;
  #state: JudgeState;
  #totals = { stable: [0, 0, 0] as Served, candidate: [0, 0, 0] as Served };
  nowMs = startMs;
  readonly polls: Poll[] = [];

  constructor(policy: JudgePolicy, before?: { readonly state: JudgeState; readonly nowMs: number }) {
    this.#policy = policy;
    this.nowMs = before?.nowMs ?? startMs;
    this.#state = startStep(before?.state, policy, this.nowMs);
    this.#judge({ kind: "sample", sample: this.#sample({ stable: [0, 0, 0], candidate: [0, 0, 0] }) }, {});
  }

  get state(): JudgeState {
    return this.#state;
  }

  second(second: Second): Judgement {
    this.nowMs += 1000;
    const { down } = second;
    const sample = this.#sample(second);
    return this.#judge(
      down === undefined ? { kind: "sample", sample } : { kind: "unavailable", message: down },
      second,
    );
  }

  /** The same second so many times, until something other than "continue"; the last judgement. */
  seconds(count: number, second: Second): Judgement {
    let judgement = this.second(second);
    for (let played = 1; played < count && judgement.verdict.kind === "continue"; played += 1)
      judgement = this.second(second);
    return judgement;
  }

  #judge(reading: Poll["reading"], { health }: Second): Judgement {
    const candidate = health === "gone" ? undefined : (health ?? { ready: true, restarts: 0 });
    const poll: Poll = { atMs: this.nowMs, reading, candidate };
    this.polls.push(poll);
    const judgement = judge(this.#state, poll, this.#policy);
    this.#state = judgeStateSchema.parse(JSON.parse(JSON.stringify(judgement.state)));
    return judgement;
  }

  #sample({ stable, candidate }: Second): MetricsSample {
    const arms: Record<string, MetricsSample["arms"]["stable"]> = {};
    for (const [name, served] of [
      ["stable", stable],
      ["candidate", candidate],
    ] as const) {
      if (served === undefined) continue;
      const total = this.#totals[name];
      const sum: Served = [total[0] + served[0], total[1] + served[1], total[2] + served[2]];
      this.#totals[name] = sum;
      arms[name] = { requests: sum[0], bad: { errors: sum[1], "slow-50ms": sum[2] }, instance: name };
    }
    return { atMs: this.nowMs, arms };
  }
}
