import { describeStep } from "./describe-step.ts";
import type { PlanStep } from "./plan.ts";
import type { Observation } from "./ports.ts";
import type { Rollout } from "./record.ts";
import { areSameRules } from "./traffic-rules.ts";
import type { Failure } from "./transition.ts";

/** Targets may round a share; this much of a percent is still the same share, unless it is a tenth of it or more. */
const shareTolerancePercent = 0.05;

export function isShare(seenPercent: number, wantedPercent: number): boolean {
  return Math.abs(seenPercent - wantedPercent) <= Math.min(shareTolerancePercent, wantedPercent / 10);
}

/** Whether the target does with the requests what the step asks for: the share, and the rules beside it. */
export function isRouted({ candidatePercent, rules }: Observation, step: PlanStep): boolean {
  return isShare(candidatePercent, step.candidatePercent) && areSameRules(rules, step.rules);
}

/** Share of the requests on the rollout's candidate, also once it has become the stable arm; 0..100. */
export function percentOn(rollout: Rollout, observation: Observation): number {
  return isPromoted(rollout, observation) ? 100 : observation.candidatePercent;
}

export function isPromoted(rollout: Rollout, { arms }: Observation): boolean {
  const inCandidateArm = arms.candidate?.release.digest === rollout.candidate.digest;
  return arms.stable?.release.digest === rollout.candidate.digest && !inCandidateArm;
}

/** The recorded stable release serves everything and can; or, on a first deployment, nothing is left on the candidate. */
export function isRestored(rollout: Rollout, observation: Observation): boolean {
  // A rule that is left can still show the candidate to users, or give it copies.
  if (!isShare(observation.candidatePercent, 0) || !areSameRules(observation.rules, undefined)) return false;
  const { stable } = observation.arms;
  if (rollout.stable === undefined) return stable?.release.digest !== rollout.candidate.digest;
  return stable?.release.digest === rollout.stable.digest && stable.ready;
}

/**
 * What needs no statistics: a candidate with traffic that is gone, not ready, or ended by itself even once. Its traffic
 * being other than what was set also ends the rollout: somebody else moves it, and the evidence is no longer about the
 * share that was judged.
 */
export function hardGuard(rollout: Rollout, observation: Observation): Failure | undefined {
  const { candidate } = observation.arms;
  const name = rollout.candidate.version;
  if (candidate?.release.digest !== rollout.candidate.digest) {
    return { kind: "drift", text: `${name} is gone from the target; something else removed it` };
  }
  const why = candidate.notReadyReason === undefined ? "" : `: ${candidate.notReadyReason}`;
  if (candidate.restarts > 0) {
    return { kind: "crashed", text: `${name} ended by itself (${candidate.restarts} × restarted > 0 allowed)${why}` };
  }
  if (!candidate.ready) return { kind: "not-ready", text: `${name} is no longer ready${why}` };
  return undefined;
}

/** @returns a failure when the share read back is not the current step's */
export function driftGuard(rollout: Rollout, observation: Observation): Failure | undefined {
  const wanted = rollout.plan.steps[rollout.stepIndex];
  if (wanted !== undefined && isRouted(observation, wanted)) return undefined;
  const seen = describeStep(wanted && { ...wanted, ...observation, rules: observation.rules });
  const text = `${seen} of the requests are on the candidate instead of ${describeStep(wanted)}`;
  return { kind: "drift", text: `${text}; something else moves the traffic` };
}
