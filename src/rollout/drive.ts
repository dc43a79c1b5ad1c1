import { reasonOf } from "../errors/reason-of.ts";
import { ConflictError, FencedError, TidegateError } from "../errors/tidegate-error.ts";
import type { Assess } from "./assess.ts";
import { type Courier, createCourier } from "./courier.ts";
import { endLease, isUnattended, releasedLease, renewalDueMs } from "./lease.ts";
import { CancelledError, type Loop, rolloutOf } from "./loop.ts";
import type { Outcome } from "./outcome.ts";
import { outcomeOf } from "./outcome-of.ts";
import { isAtRest } from "./phase.ts";
import type { Rollout } from "./record.ts";
import type { EnginePorts } from "./request.ts";
import { isOverdue } from "./seen.ts";
import { openObserver, type RecordAccess } from "./session.ts";
import { cancelBudgetMs, takeBack } from "./take-back.ts";
import { tick } from "./tick.ts";

export interface Actor {
  readonly access: RecordAccess;
  readonly holder: string;
  readonly assess: Assess;
  readonly signal?: AbortSignal;
  /** Only looks after a long bake: lets go again once it has looked and there is nothing to do. */
  readonly isVisit?: boolean;
}

/** How long the last notices may keep an actor that has done everything else; the outbox keeps what is left. */
const noticeBudgetMs = 20_000;
const cancelledNoticeBudgetMs = 2_000;

/**
 * Drives the rollout in the record until it ends, somebody else takes over, or this actor can do no more. A cancelled
 * rollout is taken back first and recorded second.
 */
export async function drive(actor: Actor, ports: EnginePorts): Promise<Outcome> {
  const { isVisit = false, ...own } = actor;
  const loop: Loop = { ...own, ports };
  try {
    return await driveOn(loop, isVisit);
  } catch (error) {
    await letGo(loop);
    throw error;
  }
}

async function driveOn(loop: Loop, isVisit: boolean): Promise<Outcome> {
  const { access, ports } = loop;
  const courier = createCourier(openObserver(access, ports.target), ports);
  let cancelledAtMs: number | undefined;
  let isLost = false;
  let idle = startIdling(ports.clock.nowMs());
  while (!isLeftAlone(rolloutOf(access.current()))) {
    const nowMs = ports.clock.nowMs();
    if (loop.signal?.aborted) {
      cancelledAtMs = nowMs;
      isLost = (await takeBack(loop)) === "lost";
    }
    if (isLost || isGivingUp(rolloutOf(access.current()), idle, cancelledAtMs, nowMs)) break;
    const result = await tryTick(loop);
    courier.nudge();
    isLost = result === "lost";
    if (isVisit && result === "wait") await endVisit(loop);
    idle = nextIdle(idle, result, ports.clock.nowMs());
    if (isLeftAlone(rolloutOf(access.current()))) break;
    if (result === "wait" || result === "unreachable") await ports.clock.until(wakeMs(loop, idle), loop.signal);
  }
  return close(loop, courier, isLost, cancelledAtMs !== undefined);
}

/** Nothing is to be done now, or nobody is meant to be there. */
function isLeftAlone(rollout: Rollout): boolean {
  return isAtRest(rollout.phase) || isUnattended(rollout);
}

/** A bake that is well and not at its end goes on alone. */
async function endVisit({ access, ports: { clock, log } }: Loop): Promise<void> {
  try {
    await access.update((record) => {
      const { rollout } = record;
      if (rollout === undefined || isOverdue(rollout.deadlineMs, clock.nowMs())) return record;
      return { ...record, rollout: { ...rollout, ...releasedLease(rollout) } };
    });
  } catch (error) {
    log.warning(`The bake could not be left alone: ${reasonOf(error)}`);
  }
}

type TickResult = "again" | "wait" | "unreachable" | "lost" | "cancelled";

async function tryTick(loop: Loop): Promise<TickResult> {
  try {
    return (await tick(loop)) ? "again" : "wait";
  } catch (error) {
    if (error instanceof CancelledError) return "cancelled";
    if (error instanceof FencedError) return "lost";
    const isPassing = error instanceof TidegateError && (error.code === "unavailable" || error.code === "timeout");
    if (!isPassing && !(error instanceof ConflictError)) throw error;
    loop.ports.log.warning(`The record cannot be written: ${error.message}`);
    return "unreachable";
  }
}

/** How long and how often in a row nothing could be done. */
interface Idle {
  readonly startedAtMs: number;
  readonly count: number;
  readonly reachedAtMs: number;
}

function startIdling(nowMs: number): Idle {
  return { startedAtMs: nowMs, count: 0, reachedAtMs: nowMs };
}

function nextIdle(idle: Idle, result: TickResult, nowMs: number): Idle {
  return result === "unreachable" ? { ...idle, count: idle.count + 1 } : { ...idle, count: 0, reachedAtMs: nowMs };
}

/** An actor that gets nowhere leaves the rest to the target's lease and to reconcile. */
function isGivingUp(rollout: Rollout, idle: Idle, cancelledAtMs: number | undefined, nowMs: number): boolean {
  const { maxHoldMs } = rollout.plan;
  if (cancelledAtMs !== undefined && nowMs >= cancelledAtMs + cancelBudgetMs) return true;
  if (idle.count > 0 && nowMs >= idle.reachedAtMs + maxHoldMs) return true;
  const failingSinceMs = Math.max(rollout.phaseSinceMs, idle.startedAtMs);
  return rollout.phase === "rollback-failed" && nowMs >= failingSinceMs + maxHoldMs;
}

/** Trouble is retried less and less often, but never so seldom that the lease would run out meanwhile. */
function wakeMs({ access, ports }: Loop, { count }: Idle): number {
  const { phase, phaseSinceMs, plan, deadlineMs } = rolloutOf(access.current());
  const nowMs = ports.clock.nowMs();
  const maxWaitMs = renewalDueMs(plan.leaseMs);
  const pollMs = Math.min(plan.pollMs, maxWaitMs);
  if (count > 0) return nowMs + Math.min(maxWaitMs, pollMs * 2 ** Math.min(count, 10));
  if (phase === "rollback-failed") return nowMs + Math.min(maxWaitMs, Math.max(pollMs, nowMs - phaseSinceMs));
  const isDeadlineNear = deadlineMs !== undefined && deadlineMs > nowMs && deadlineMs < nowMs + pollMs;
  return isDeadlineNear ? deadlineMs : nowMs + pollMs;
}

async function close(loop: Loop, courier: Courier, isLost: boolean, isCancelled: boolean): Promise<Outcome> {
  if (isLost) return { ...outcomeOf(rolloutOf(loop.access.current()), true), undelivered: [] };
  await letGo(loop);
  const budgetMs = isCancelled ? cancelledNoticeBudgetMs : noticeBudgetMs;
  const undelivered = await courier.drain(loop.ports.clock.nowMs() + budgetMs);
  return { ...outcomeOf(rolloutOf(loop.access.current()), false), undelivered };
}

/**
 * After the end this changes nothing. Before it the target takes the traffic back at once, if it can, and the next who
 * reconciles need not wait.
 */
async function letGo({ access, ports: { clock, log } }: Loop): Promise<void> {
  try {
    await access.update((record) => endLease(record, clock.nowMs()));
  } catch (error) {
    log.warning(`The lease could not be ended: ${reasonOf(error)}`);
  }
}
