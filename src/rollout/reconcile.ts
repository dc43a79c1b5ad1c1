import { type Decision, decideReconcile } from "./decide-reconcile.ts";
import { flushOutbox } from "./flush-outbox.ts";
import { isOwnRun } from "./lease.ts";
import type { Outcome, Unchanged } from "./outcome.ts";
import { ownAndDrive } from "./own-and-drive.ts";
import { isTerminal } from "./phase.ts";
import type { Observation, StoredRecord } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import { recoverRecord, recoverRollout } from "./recover-record.ts";
import type { EnginePorts, ReconcileRequest } from "./request.ts";
import { namesRelease } from "./rollback-target.ts";
import { openBystander, writeFirst } from "./session.ts";
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
      const begun = await withoutRecord(request, ports);
      if (begun === "look-again") continue;
      return begun;
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
 */
async function withoutRecord(
  request: ReconcileRequest,
  ports: EnginePorts,
): Promise<Outcome | Unchanged | "look-again"> {
  const observation = await ports.target.observe();
  const mayGoBack = request.mode !== "undo" || isOwnCandidate(request, observation);
  if (!mayGoBack)
    return isOwnAnywhere(request, observation) ? keepUnknown(request, ports, observation) : nothingThere(request);
  const record = recoverRollout(request, observation, {
    id: ports.newId(),
    nowMs: ports.clock.nowMs(),
    audience: ports.channels,
  });
  if (record === undefined) return nothingThere(request);
  ports.log.warning(`There is no record, but ${record.rollout?.candidate.version} is under way: it is taken back`);
  const result = await ownAndDrive(request, ports, undefined, { record, isVisit: false });
  return result === "conflict" ? "look-again" : result;
}

/** An undo takes back its own release alone, and only to another one. */
function isOwnCandidate({ digest }: ReconcileRequest, { arms: { candidate, stable } }: Observation): boolean {
  return candidate?.release.digest === digest && stable !== undefined && stable.release.digest !== digest;
}

function isOwnAnywhere({ digest }: ReconcileRequest, { arms }: Observation): boolean {
  return arms.candidate?.release.digest === digest || arms.stable?.release.digest === digest;
}

/**
 * The release of an undo serves, and nobody knows who brought it, or what was there before. What is live is written down,
 * so that the team can be told of it; beside a candidate nothing is written: with a record that does not know of the
 * candidate nobody would ever take that back.
 */
async function keepUnknown(
  request: ReconcileRequest,
  ports: EnginePorts,
  { arms }: Observation,
): Promise<Outcome | "look-again"> {
  const { candidate, stable } = arms;
  if (candidate === undefined) {
    await writeFirst(ports.target, recoverRecord(request, { arms }), undefined);
    return "look-again";
  }
  const { service, environment, reason, digest } = request;
  const isFirst = stable === undefined || candidate.release.digest === digest;
  const why = isFirst
    ? "nothing else is there to go back to"
    : `${candidate.release.version} is being rolled out by somebody`;
  const { version } = (stable ?? candidate).release;
  const message = `${reason}, but ${version} stays in ${environment}: the record of ${service} was lost, and ${why}.`;
  ports.log.warning(message);
  return { kind: "refused", refusal: "needs-decision", message, undelivered: [] };
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
    ports.log.warning(decision.text);
    const isStillSo = await tell(request, ports, stored);
    return isStillSo ? { ...ending, undelivered: await flushOutbox(ports) } : "conflict";
  }
  // A rollout that somebody drives is told of by its driver.
  const isTold = ending.kind === "refused" || (ending.kind === "in-progress" && ending.rollout?.phase !== "frozen");
  return { ...ending, undelivered: isTold ? [] : await flushOutbox(ports) };
}

/** Decides again on the very record that is written: others may have changed it. */
async function tell(request: ReconcileRequest, ports: EnginePorts, stored: StoredRecord): Promise<boolean> {
  const now = { nowMs: ports.clock.nowMs(), newId: ports.newId(), audience: ports.channels };
  let isStillSo = true;
  await openBystander(ports.target, stored).update((record) => {
    const decision = decideReconcile(record, request, now);
    isStillSo = decision.kind === "tell";
    return decision.kind === "tell" ? withToldUndone(record, request, { ...decision, ...now, id: now.newId }) : record;
  });
  return isStillSo;
}

/**
 * A release was asked for by name, and what was under way is only just out of its way; or the way back was broken off,
 * and what it should have replaced has the traffic again.
 */
function isOnlyTheFirstHalf(
  request: ReconcileRequest,
  { rollout, service }: DeliveryRecord,
  { kind }: Outcome | Unchanged,
): boolean {
  const { mode, to } = request;
  const isBack = kind === "rolled-back" || kind === "abandoned";
  if (rollout === undefined || isTerminal(rollout.phase)) return false;
  // What somebody else had left behind is out of the way, however it ended.
  if (mode === "undo" && !isOwnRun(rollout, request)) return isBack || kind === "succeeded";
  if (!isBack) return false;
  if (mode === "undo") return rollout.plan.strategy === "restore";
  if (mode !== "rollback" || to === undefined || to === "last-good") return false;
  const { stable } = rollout;
  return stable === undefined || !namesRelease(to, stable, service);
}
