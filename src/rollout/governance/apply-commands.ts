import { isTerminal } from "../phase.ts";
import type { DeliveryRecord } from "../record.ts";
import { withAudit } from "./audit.ts";
import type { Command } from "./command.ts";
import { obey } from "./obey.ts";

/**
 * Does what persons have asked for, in their order, and notes what came of it. What does not fit the moment, such as a
 * pause while the traffic moves, stays for the next look; what can never fit any more is noted as too late.
 */
export function applyCommands(record: DeliveryRecord, nowMs: number): DeliveryRecord {
  return record.commands.reduce((current, command) => applyOne(current, command, nowMs), record);
}

function applyOne(record: DeliveryRecord, command: Command, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || rollout.id !== command.rolloutId || isTerminal(rollout.phase)) {
    return noted(record, command, "came too late: that rollout is over", nowMs);
  }
  const obeyed = obey(rollout, command, { nowMs, epoch: record.epoch });
  if (obeyed === "later") return record;
  return noted({ ...record, rollout: obeyed.rollout }, command, obeyed.result, nowMs);
}

function noted(record: DeliveryRecord, command: Command, result: string, nowMs: number): DeliveryRecord {
  const { id, kind, actor, reason, rolloutId } = command;
  const commands = record.commands.filter((other) => other.id !== id);
  return withAudit({ ...record, commands }, { atMs: nowMs, actor, action: kind, reason, rolloutId, result });
}
