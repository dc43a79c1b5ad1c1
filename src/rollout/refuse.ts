import type { Release } from "../release/release.ts";
import { unsupportedBy } from "./capabilities.ts";
import type { Refusal } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import type { TargetCapabilities } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";

export interface Refused {
  readonly refusal: Refusal;
  readonly message: string;
}

/** Why this release may not be rolled out here now, from the record alone; `undefined` when it may. */
export function refusalOf(record: DeliveryRecord, candidate: Release): Refused | undefined {
  const where = `${record.service} in ${record.environment}`;
  if (record.live?.digest === candidate.digest) {
    return {
      refusal: "already-live",
      message: `${candidate.version} is live already for ${where}; nothing was changed.`,
    };
  }
  const quarantined = record.quarantine.find(({ digest }) => digest === candidate.digest);
  if (quarantined === undefined) return undefined;
  const since = new Date(quarantined.atMs).toISOString();
  return {
    refusal: "quarantined",
    message:
      `${candidate.version} failed here on ${since} and is quarantined: ${quarantined.reason}. ` +
      "Deliver a version that fixes it.",
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
