import type { Release } from "../../release/release.ts";
import { isTerminal } from "../../rollout/phase.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";

/**
 * What a gate that starts serves first: the release that the record calls stable.
 *
 * @param before what served when a gate last ran here
 */
export function releaseToServe(record: DeliveryRecord | undefined, before: Release | undefined): Release | undefined {
  const { rollout } = record ?? {};
  // In `promoting` the candidate may have become stable already, and the gate knew.
  if (rollout?.phase === "promoting") return before ?? rollout.stable;
  return rollout === undefined || isTerminal(rollout.phase) ? record?.live : rollout.stable;
}
