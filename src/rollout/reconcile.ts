import { type Decision, decideReconcile } from "./decide-reconcile.ts";
import { flushOutbox } from "./flush-outbox.ts";
import type { Outcome, Unchanged } from "./outcome.ts";
import { ownAndDrive } from "./own-and-drive.ts";
import { isTerminal } from "./phase.ts";
import type { StoredRecord } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import { recoverRollout } from "./recover-record.ts";
import type { EnginePorts, ReconcileRequest } from "./request.ts";
import { openBystander } from "./session.ts";
import { withToldUndone } from "./tell-undone.ts";
import { timedTarget } from "./timed-target.ts";

const maxAttempts = 8;

/**
 * Brings the target, the record and the team to a safe and finished state, from the record at the target alone: going
 * back needs no metrics, no registry, no git. Idempotent, and safe to run any number of times and at once with anything
 * else: the record's compare-and-swap lets one actor through.
 *
 * @throws TidegateError `corrupt-record` when the record cannot be understood; nothing is done then
 * @throws UnavailableError when the target does not answer at all
 */
export async function reconcile(request: ReconcileRequest, given: EnginePorts): Promise<Outcome | Unchanged> {
  const ports: EnginePorts = { ...given, target: timedTarget(given.target, given.clock) };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const stored = await ports.target.read();
    if (stored === undefined) {
      const begun = await takeUnknownBack(request, ports);
      if (begun === undefined) return nothingThere(request);
      if (begun !== "conflict") return begun;
      continue;
    }
    const { clock, channels } = ports;
    const now = { nowMs: clock.nowMs(), newId: ports.newId(), audience: channels };
    const decision = decideReconcile(stored.record, request, now);
    const result = await carryOut(decision, request, ports, stored);
    if (result !== "conflict" && !isOnlyTheFirstHalf(request, stored.record, result)) return result;
  }
  return { kind: "in-progress", message: "Others keep changing the record; look again later.", undelivered: [] };
}

/**
 * Without a record nobody knows what was under way, but the target knows what it runs. A candidate beside a stable
 * release is what a rollout left behind: it is taken back.
 *
 * @returns `undefined` when there is nothing to take back
 */
async function takeUnknownBack(
  request: ReconcileRequest,
  ports: EnginePorts,
): Promise<Outcome | "conflict" | undefined> {
  const observation = await ports.target.observe();
  const record = recoverRollout(request, observation, {
    id: ports.newId(),
    nowMs: ports.clock.nowMs(),
    audience: ports.channels,
  });
  if (record === undefined) return undefined;
  ports.log.warning(`There is no record, but ${record.rollout?.candidate.version} is under way: it is taken back`);
  return ownAndDrive(request, ports, undefined, { record, isVisit: false });
}

function nothingThere({ service, environment }: ReconcileRequest): Unchanged {
  return { kind: "nothing-to-do", message: `${service} was never delivered to ${environment}.`, undelivered: [] };
}

async function carryOut(
  decision: Decision,
  request: ReconcileRequest,
  ports: EnginePorts,
  stored: StoredRecord,
): Promise<Outcome | Unchanged | "conflict"> {
  if (decision.kind === "own") return ownAndDrive(request, ports, stored, decision);
  const { ending } = decision;
  if (decision.kind === "tell") {
    const { clock, channels: audience } = ports;
    const telling = { ...decision, id: ports.newId(), nowMs: clock.nowMs(), audience };
    ports.log.warning(decision.text);
    await openBystander(ports.target, stored).update((record) => withToldUndone(record, request, telling));
    return { ...ending, undelivered: await flushOutbox(ports) };
  }
  // A rollout that somebody drives is told of by its driver.
  const isTold = ending.kind === "refused" || (ending.kind === "in-progress" && ending.rollout?.phase !== "frozen");
  return { ...ending, undelivered: isTold ? [] : await flushOutbox(ports) };
}

/**
 * A release was asked for by name, and what was under way is only just out of its way; or the way back was broken off,
 * and what it should have replaced has the traffic again.
 */
function isOnlyTheFirstHalf(
  { mode, to }: ReconcileRequest,
  { rollout }: DeliveryRecord,
  { kind }: Outcome | Unchanged,
): boolean {
  const isBack = kind === "rolled-back" || kind === "abandoned";
  if (rollout === undefined || isTerminal(rollout.phase) || !isBack) return false;
  if (mode === "undo") return rollout.plan.strategy === "restore";
  if (mode !== "rollback" || kind !== "rolled-back") return false;
  const { stable } = rollout;
  return to !== undefined && to !== "last-good" && to !== stable?.version && to !== stable?.digest;
}
