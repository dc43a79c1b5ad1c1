import type { OutboxEntry } from "../../src/rollout/notice.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";

/**
 * What a write to the record changes, in a few words that are the same in each run: what time alone decides, such as a
 * renewed lease, is named only when it is all there is.
 */
export function nameWrite(record: DeliveryRecord, before: DeliveryRecord | undefined): string {
  const { rollout } = record;
  const was = before?.rollout;
  if (rollout === undefined) return "nothing";
  if (rollout.id !== was?.id) return "begin";
  if (record.epoch !== before?.epoch) return `take over in ${was.phase}`;
  if (rollout.phase !== was.phase) return `${was.phase} → ${rollout.phase}${stepOf(rollout)}${intentOf(rollout, was)}`;
  return outboxChange(record.outbox, before.outbox) ?? operationChange(rollout, was) ?? restOf(rollout, was);
}

function stepOf({ stepIndex, plan }: Rollout): string {
  return stepIndex < 0 || plan.steps.length < 2 ? "" : ` in step ${stepIndex + 1}`;
}

function intentOf({ operation }: Rollout, was: Rollout): string {
  return operation === undefined || operation.key === was.operation?.key ? "" : `, intend ${operation.effect}`;
}

function outboxChange(outbox: readonly OutboxEntry[], before: readonly OutboxEntry[]): string | undefined {
  for (const old of before) {
    const { kind, phase } = old.notice;
    const now = outbox.find(({ key, destination }) => key === old.key && destination === old.destination);
    if (now === undefined) return `told ${kind} of ${phase}`;
    if (now.attempts > old.attempts) return `claim ${kind} of ${phase}`;
    if (now.dueMs !== old.dueMs) return `tell later ${kind} of ${phase}`;
  }
  return undefined;
}

function operationChange({ operation, phase }: Rollout, was: Rollout): string | undefined {
  if (operation === undefined) return undefined;
  if (operation.key !== was.operation?.key) return `intend ${operation.effect} in ${phase}`;
  if (operation.error !== was.operation.error) return `note the refusal of ${operation.effect}`;
  return operation.observedAtMs === was.operation.observedAtMs ? undefined : `note that ${operation.effect} is done`;
}

function restOf(rollout: Rollout, was: Rollout): string {
  if (rollout.restoredAtMs !== was.restoredAtMs) return "note that the traffic is back";
  const isSeen = rollout.judge !== was.judge || rollout.counted !== was.counted || rollout.served !== was.served;
  if (isSeen || rollout.candidatePercent !== was.candidatePercent) return `note what was seen in ${rollout.phase}`;
  return rollout.lease === undefined ? `end the lease in ${rollout.phase}` : `renew the lease in ${rollout.phase}`;
}
