import { assertNever } from "../errors/assert-never.ts";
import { isPromoted, isRestored, isRouted } from "./hard-guards.ts";
import type { Effect, Observation } from "./ports.ts";
import type { Rollout } from "./record.ts";

/**
 * What to do to the target so that it becomes what the rollout's phase asks for, or `undefined` when it is so already.
 * Derived from what was read back and never from memory of what was done; so a crash between an effect and its record
 * is adopted if it worked, and done again if it did not.
 */
export function effectFor(rollout: Rollout, observation: Observation): Effect | undefined {
  switch (rollout.phase) {
    case "preparing":
      return prepareEffect(rollout, observation);
    case "shifting":
      return shiftEffect(rollout, observation);
    case "promoting":
      return isPromoted(rollout, observation) ? undefined : { kind: "promote" };
    case "rolling-back":
    case "rollback-failed":
      return restoreEffect(rollout, observation);
    case "admitted":
    case "settling":
    case "observing":
    case "holding":
    case "paused":
    case "baking":
    case "frozen":
    case "succeeded":
    case "rolled-back":
    case "abandoned":
      return undefined;
    default:
      return assertNever(rollout.phase);
  }
}

function prepareEffect(rollout: Rollout, { arms }: Observation): Effect | undefined {
  if (rollout.plan.stopStableFirst && (arms.stable?.instances ?? 0) > 0) return { kind: "stop-stable" };
  const isThere = arms.candidate?.release.digest === rollout.candidate.digest;
  return isThere ? undefined : { kind: "prepare", release: rollout.candidate };
}

function shiftEffect(rollout: Rollout, observation: Observation): Effect | undefined {
  const { candidate } = observation.arms;
  const wanted = rollout.plan.steps[rollout.stepIndex];
  const isReady = candidate?.release.digest === rollout.candidate.digest && candidate.ready;
  if (wanted === undefined || !isReady || isRouted(observation, wanted)) return undefined;
  const { candidatePercent, rules } = wanted;
  if (candidatePercent > observation.candidatePercent && !isEarned(rollout)) return undefined;
  return { kind: "set-weight", candidatePercent, ...(rules === undefined ? {} : { rules }) };
}

/** More than the first step's share needs a pass at the step before; without one the phase's deadline leads back. */
function isEarned({ stepIndex, pass }: Rollout): boolean {
  return stepIndex === 0 || (pass !== undefined && pass.stepIndex >= stepIndex - 1);
}

function restoreEffect(rollout: Rollout, observation: Observation): Effect | undefined {
  const isDone = isRestored(rollout, observation) && observation.arms.candidate === undefined;
  return isDone ? undefined : { kind: "restore", stable: rollout.stable };
}
