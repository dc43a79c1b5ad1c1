import { type ErrorCode, FencedError, TidegateError } from "../errors/tidegate-error.ts";
import { attend, audienceOf, CancelledError, type Loop, rolloutOf } from "./loop.ts";
import { operationKey, withError } from "./operation.ts";
import type { Effect } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import { announce } from "./step.ts";
import { failRollout } from "./transition.ts";

/** Trying again cannot help. */
const permanentCodes: ReadonlySet<ErrorCode> = new Set([
  "unsupported",
  "not-found",
  "invalid-configuration",
  "invalid-input",
]);

/**
 * Asks the target for an effect whose intent is in the record. What it refuses for good ends the rollout; anything else
 * is tried again at the next look, until the phase's deadline.
 *
 * @returns whether the target accepted it for the first time
 */
export async function perform(loop: Loop, effect: Effect): Promise<boolean> {
  const { target, clock, log } = loop.ports;
  const record = loop.access.current();
  const rollout = rolloutOf(record);
  const key = operationKey(record, rollout, effect);
  const limitMs = Math.max(rollout.deadlineMs ?? 0, clock.nowMs() + rollout.plan.leaseMs);
  try {
    await attend(loop, `The effect ${effect.kind}`, target.apply(effect, { epoch: record.epoch, key }), limitMs);
    const isFirst = loop.appliedKey !== key;
    loop.appliedKey = key;
    return isFirst;
  } catch (error) {
    if (error instanceof CancelledError || error instanceof FencedError) throw error;
    if (!(error instanceof TidegateError)) throw error;
    log.warning(`The target did not do "${effect.kind}": ${error.message}`);
    await loop.access.update((current) => refused(loop, current, key, error));
    return false;
  }
}

function refused(loop: Loop, record: DeliveryRecord, key: string, error: TidegateError): DeliveryRecord {
  const noted = withError(record, key, error.message);
  const rollout = rolloutOf(noted);
  if (!permanentCodes.has(error.code)) return noted;
  const nowMs = loop.ports.clock.nowMs();
  const failed = failRollout(rollout, { kind: "target", text: error.message }, nowMs);
  return failed === rollout ? noted : announce({ ...noted, rollout: failed }, rollout, nowMs, audienceOf(loop));
}
