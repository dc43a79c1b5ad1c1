import type { Release } from "../release/release.ts";
import { unsupportedBy } from "./capabilities.ts";
import type { Freeze } from "./governance/freeze-at.ts";
import type { Refusal } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import type { TargetCapabilities } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";

export interface Refused {
  readonly refusal: Refusal;
  readonly message: string;
}

/**
 * Why this release may not be rolled out here now, from the record alone; `undefined` when it may.
 *
 * @param isRetry a person has said why its quarantine does not count
 */
export function refusalOf(record: DeliveryRecord, candidate: Release, isRetry = false): Refused | undefined {
  const where = `${record.service} in ${record.environment}`;
  if (record.live?.digest === candidate.digest) {
    return {
      refusal: "already-live",
      message: `${candidate.version} is live already for ${where}; nothing was changed.`,
    };
  }
  const quarantined = record.quarantine.find(({ digest }) => digest === candidate.digest);
  if (quarantined === undefined || isRetry) return undefined;
  const what = quarantined.kind === "failed" ? "failed here" : "was withdrawn";
  const since = new Date(quarantined.atMs).toISOString();
  return {
    refusal: "quarantined",
    message:
      `${candidate.version} ${what} on ${since} and is quarantined: ${quarantined.reason}. ` +
      "Deliver a version that fixes it, or lift the quarantine with `tidegate retry` and a reason.",
  };
}

/** Nothing begins in a freeze, unless a person says why. */
export function frozenUntil(freeze: Freeze): Refused {
  const until = new Date(freeze.untilMs).toISOString();
  return {
    refusal: "freeze",
    message:
      `The freeze ${freeze.name} is on until ${until}, so nothing was begun. Wait for its end, or override it with a ` +
      "reason. Going back is not affected.",
  };
}

/** Why the target cannot do what the plan asks for. */
export function refusalByCapabilities(capabilities: TargetCapabilities, plan: Plan): Refused | undefined {
  const lacking = unsupportedBy(plan, capabilities);
  if (lacking.length === 0) return undefined;
  const texts = lacking.map(({ text, stepIndex }) =>
    stepIndex === undefined ? text : `${text} (step ${stepIndex + 1} of ${plan.steps.length})`,
  );
  return {
    refusal: "unsupported",
    message: `The target cannot ${texts.join("; it cannot ")}. Choose another strategy, or another target.`,
  };
}

/** Releases of the past must not overwrite newer ones; that is what going back by hand is for. */
export function olderThanLive(live: Release, candidate: Release): Refused {
  return {
    refusal: "older-than-live",
    message:
      `${candidate.version} is older than ${live.version}, which is live: its commit ${candidate.commit.slice(0, 8)} is ` +
      "an ancestor of the live one. To go back, use the rollback workflow.",
  };
}

/** Somebody else is at it. */
export function inProgress({ rollout, service, environment }: DeliveryRecord): Refused {
  const where = rollout?.runUrl === undefined ? "" : ` (${rollout.runUrl})`;
  const by = rollout?.lease === undefined ? rollout?.actor : rollout.lease.holder;
  const what = rollout?.phase === "frozen" ? "is frozen on its way to" : "is being rolled out to";
  return {
    refusal: "in-progress",
    message:
      `${rollout?.candidate.version} ${what} ${service} in ${environment} by ${by}${where}. ` +
      "Wait for it, or take it back with the rollback workflow.",
  };
}
