import type { Effect } from "./ports.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";

/** Identifies an effect: the same key is the same intent, however often it is tried. */
export function operationKey(record: DeliveryRecord, rollout: Rollout, effect: Effect): string {
  return `${rollout.id}/${record.epoch}/${rollout.stepIndex}/${effect.kind}`;
}

/** Notes what is about to be done. */
export function withIntent(record: DeliveryRecord, effect: Effect | undefined, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || effect === undefined) return record;
  const key = operationKey(record, rollout, effect);
  if (rollout.operation?.key === key) return record;
  return { ...record, rollout: { ...rollout, operation: { key, effect: effect.kind, intendedAtMs: nowMs } } };
}

/** Notes that the target has done it. */
export function withObserved(record: DeliveryRecord, key: string | undefined, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  const operation = rollout?.operation;
  if (rollout === undefined || operation === undefined) return record;
  if (operation.key !== key || operation.observedAtMs !== undefined) return record;
  const { error: _, ...rest } = operation;
  return { ...record, rollout: { ...rollout, operation: { ...rest, observedAtMs: nowMs } } };
}

/** Notes why the target has not done it. */
export function withError(record: DeliveryRecord, key: string, error: string): DeliveryRecord {
  const { rollout } = record;
  if (rollout?.operation?.key !== key || rollout.operation.error === error) return record;
  return { ...record, rollout: { ...rollout, operation: { ...rollout.operation, error } } };
}
