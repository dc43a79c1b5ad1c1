import { noGovernance } from "../../src/rollout/governance/policy.ts";
import type { Phase } from "../../src/rollout/phase.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Observation } from "../../src/rollout/ports.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";
import { canary, limits, liveRecord, v1, v2 } from "./bench.ts";

/** When the phase of `recordIn` began. */
export const sinceMs = 10_000;

/** A record whose rollout, of 1.1.0 over 1.0.0 at the first step, is in this phase; its deadline is 5 s after `sinceMs`. */
export function recordIn(phase: Phase, changes: Partial<Rollout> = {}): DeliveryRecord {
  const isBefore = phase === "admitted" || phase === "preparing";
  const rollout: Rollout = {
    id: "r1",
    reason: "a new feature",
    actor: "ada",
    stable: v1,
    candidate: v2,
    plan: planOf(canary, limits, true),
    stepIndex: isBefore ? -1 : 0,
    phase,
    phaseSinceMs: sinceMs,
    deadlineMs: sinceMs + 5_000,
    candidatePercent: isBefore ? 0 : 5,
    governance: noGovernance,
    lease: { mode: "drive", holder: "run 1", untilMs: sinceMs + 9_000 },
    messages: {},
    noticeSequence: 1,
    startedAtMs: 0,
    timeline: [],
    ...(phase === "holding" ? { hold: holding } : {}),
    ...changes,
  };
  return { ...liveRecord(v1), rollout };
}

const holding = {
  kind: "no-metrics",
  reason: "no metrics: refused",
  sinceMs,
  resume: "observing",
  resumeDeadlineMs: sinceMs + 2_000,
} as const;

type ArmOf = NonNullable<Observation["arms"]["candidate"]>;

/** What a target says that runs both arms well. */
export function observed(candidatePercent: number, candidate: Partial<ArmOf> = {}): Observation {
  const well = { ready: true, instances: 2, restarts: 0 };
  return {
    arms: { stable: { release: v1, ...well }, candidate: { release: v2, ...well, ...candidate } },
    candidatePercent,
  };
}

/** What a target says once all is back on stable and the candidate is stopped. */
export const restored: Observation = {
  arms: { stable: { release: v1, ready: true, instances: 2, restarts: 0 } },
  candidatePercent: 0,
};

/** What a target says once the candidate has become the stable arm. */
export const promoted: Observation = {
  arms: { stable: { release: v2, ready: true, instances: 2, restarts: 0 } },
  candidatePercent: 0,
};
