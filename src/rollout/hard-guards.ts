import type { Observation } from "./ports.ts";
import type { Rollout } from "./record.ts";
import type { Failure } from "./transition.ts";

/** Targets may round a share; this much of a percent is still the same share. */
const shareTolerancePercent = 0.05;

export function isShare(seenPercent: number, wantedPercent: number): boolean {
  return Math.abs(seenPercent - wantedPercent) <= shareTolerancePercent;
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
  if (!isShare(observation.candidatePercent, 0)) return false;
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
  const wanted = rollout.plan.steps[rollout.stepIndex]?.candidatePercent;
  if (wanted !== undefined && isShare(observation.candidatePercent, wanted)) return undefined;
  const text = `${observation.candidatePercent} % of the requests are on the candidate instead of ${wanted} %`;
  return { kind: "drift", text: `${text}; something else moves the traffic` };
}
