import { FencedError, TidegateError } from "../errors/tidegate-error.ts";
import { audienceOf, type Loop, rolloutOf } from "./loop.ts";
import { operationKey } from "./operation.ts";
import { isAtRest } from "./phase.ts";
import type { Effect } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import { isPastReturn } from "./reversibility.ts";
import { announce } from "./step.ts";
import { failRollout } from "./transition.ts";
import { within } from "./within.ts";

/** Time for taking a cancelled rollout back: GitHub ends the process 7.5 s after it asked. */
export const cancelBudgetMs = 5_000;

/**
 * What a cancelled engine does first: one call that puts all requests on stable, before anything is written. Only then
 * does the record say so, with a higher epoch, which fences whatever this process had under way. A rollout past the
 * point of no return is not taken back: it is finished.
 */
export async function takeBack(loop: Loop): Promise<"done" | "lost"> {
  delete loop.signal;
  const record = loop.access.current();
  const rollout = rolloutOf(record);
  if (isAtRest(rollout.phase) || rollout.phase === "promoting") return "done";
  const effect: Effect = { kind: "restore", stable: rollout.stable };
  const key = operationKey(record, rollout, effect);
  // What cannot be taken back is frozen where it is, and people are told.
  if (isPastReturn(rollout)) return retryRecording(loop, { key, intendedAtMs: loop.ports.clock.nowMs() });
  const { target, clock, log } = loop.ports;
  const startedMs = clock.nowMs();
  log.warning(`Cancelled: taking ${rollout.candidate.version} back`);
  try {
    const applied = target.apply(effect, { epoch: record.epoch, key });
    const done = await within(applied, { clock, untilMs: startedMs + cancelBudgetMs });
    if (done !== undefined) loop.appliedKey = key;
    await loop.access.update((current) => cancelled(loop, current, { key, intendedAtMs: startedMs }));
    return "done";
  } catch (error) {
    if (error instanceof FencedError) return "lost";
    if (!(error instanceof TidegateError)) throw error;
    log.warning(`The target did not take it back at once: ${error.message}`);
    return retryRecording(loop, { key, intendedAtMs: startedMs });
  }
}

type Restore = { readonly key: string; readonly intendedAtMs: number };

/** The effect failed, or the write did: the going back is written down at least, so that the loop and others go on. */
async function retryRecording(loop: Loop, restore: Restore): Promise<"done" | "lost"> {
  try {
    await loop.access.update((current) => cancelled(loop, current, restore));
  } catch (error) {
    if (error instanceof FencedError) return "lost";
    if (!(error instanceof TidegateError)) throw error;
    loop.ports.log.warning(`The cancellation is not in the record yet: ${error.message}`);
  }
  return "done";
}

function cancelled(loop: Loop, record: DeliveryRecord, restore: Restore): DeliveryRecord {
  const rollout = rolloutOf(record);
  const nowMs = loop.ports.clock.nowMs();
  const failed = failRollout(rollout, { kind: "cancelled", text: "the run was cancelled" }, nowMs);
  if (failed === rollout) return record;
  const next = failed.phase === "frozen" ? failed : { ...failed, operation: { ...restore, effect: "restore" } };
  return announce({ ...record, epoch: record.epoch + 1, rollout: next }, rollout, nowMs, audienceOf(loop));
}
