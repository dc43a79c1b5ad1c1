import { createReadinessAssess } from "./assess-readiness.ts";
import { begin } from "./begin.ts";
import { drive } from "./drive.ts";
import { flushOutbox } from "./flush-outbox.ts";
import { isDriven, isOwnRun } from "./lease.ts";
import type { Outcome, Unchanged } from "./outcome.ts";
import { isTerminal } from "./phase.ts";
import { restorePlan } from "./plan-of.ts";
import type { StoredRecord } from "./ports.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { EnginePorts, ReconcileRequest } from "./request.ts";
import { rollbackTarget } from "./rollback-target.ts";
import { openSession, writeFirst } from "./session.ts";
import { takeOver } from "./take-over.ts";
import type { Failure } from "./transition.ts";

const maxAttempts = 8;

/**
 * Brings the target, the record and the team to a safe and finished state, from the record at the target alone: no
 * metrics, no registry, no git. Idempotent, and safe to run any number of times and at once with anything else: the
 * record's compare-and-swap lets one actor through.
 *
 * @throws TidegateError `corrupt-record` when the record cannot be understood; nothing is done then
 * @throws UnavailableError when the target does not answer at all
 */
export async function reconcile(request: ReconcileRequest, ports: EnginePorts): Promise<Outcome | Unchanged> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const stored = await ports.target.read();
    if (stored === undefined) return nothingThere(request);
    const { rollout } = stored.record;
    const isActive = rollout !== undefined && !isTerminal(rollout.phase);
    const result = isActive ? await endActive(request, ports, stored) : await whenIdle(request, ports, stored);
    if (result !== "conflict") return result;
  }
  return { kind: "in-progress", message: "Others keep changing the record; look again later.", undelivered: [] };
}

function nothingThere({ service, environment }: ReconcileRequest): Unchanged {
  return { kind: "nothing-to-do", message: `${service} was never delivered to ${environment}.`, undelivered: [] };
}

async function endActive(
  request: ReconcileRequest,
  ports: EnginePorts,
  stored: StoredRecord,
): Promise<Outcome | Unchanged | "conflict"> {
  const nowMs = ports.clock.nowMs();
  const { record } = stored;
  const { rollout } = record;
  if (rollout === undefined || !mayTakeOver(record, rollout, request, nowMs)) return leftAlone(record);
  const owned = takeOver(record, {
    errand: request,
    failure: failureFor(request, rollout),
    evenPromoting: request.mode === "rollback",
    nowMs,
    audience: ports.channels,
  });
  const result = await ownAndDrive(request, ports, stored, owned);
  const isMore = request.mode === "rollback" && namesAnother(request, rollout);
  // A release was asked for by name: what was under way is out of its way now.
  return isMore && result !== "conflict" && result.kind === "rolled-back" ? "conflict" : result;
}

function namesAnother({ to }: ReconcileRequest, { stable }: Rollout): boolean {
  return to !== undefined && to !== "last-good" && to !== stable?.version && to !== stable?.digest;
}

/** A person's wish counts at once; else only what nobody drives, or what this very run has left behind. */
function mayTakeOver(record: DeliveryRecord, rollout: Rollout, request: ReconcileRequest, nowMs: number): boolean {
  if (request.mode === "rollback" || !isDriven(record, nowMs)) return true;
  return request.mode === "recover" && isOwnRun(rollout, request);
}

function leftAlone({ rollout }: DeliveryRecord): Unchanged {
  const message = `${rollout?.candidate.version} is in ${rollout?.phase}, driven by ${rollout?.lease?.holder}.`;
  return { kind: "in-progress", message, undelivered: [], ...(rollout === undefined ? {} : { rollout }) };
}

function failureFor({ mode, actor, reason }: ReconcileRequest, { lease }: Rollout): Failure {
  if (mode === "rollback") return { kind: "manual", text: `taken back by ${actor}: ${reason}` };
  if (mode === "recover") return { kind: "cancelled", text: "the run ended before its rollout did" };
  return { kind: "lease-expired", text: `${lease?.holder ?? "whoever drove it"} stopped before the end` };
}

async function whenIdle(
  request: ReconcileRequest,
  ports: EnginePorts,
  stored: StoredRecord,
): Promise<Outcome | Unchanged | "conflict"> {
  if (request.mode !== "rollback") return tellOnly(ports, stored, "Nothing is under way.");
  const { record } = stored;
  const target = rollbackTarget(record, request.to ?? "last-good");
  if (target.kind === "refused") return { ...target, undelivered: [] };
  if (target.kind === "nothing-to-do" || record.rollout === undefined) {
    return tellOnly(ports, stored, target.kind === "nothing-to-do" ? target.message : "Nothing was delivered yet.");
  }
  const plan = restorePlan(record.rollout.plan);
  const beginning = { id: ports.newId(), candidate: target.release, plan, errand: request };
  const begun = begin(record, { ...beginning, nowMs: ports.clock.nowMs(), audience: ports.channels });
  return ownAndDrive(request, ports, stored, begun);
}

/** Delivers what an earlier actor could not. */
async function tellOnly(ports: EnginePorts, { record }: StoredRecord, message: string): Promise<Unchanged> {
  const undelivered = await flushOutbox(ports);
  const { rollout } = record;
  return { kind: "nothing-to-do", message, undelivered, ...(rollout === undefined ? {} : { rollout }) };
}

async function ownAndDrive(
  { holder }: ReconcileRequest,
  ports: EnginePorts,
  stored: StoredRecord,
  record: DeliveryRecord,
): Promise<Outcome | "conflict"> {
  const revision = await writeFirst(ports.target, record, stored.revision);
  if (revision === undefined) return "conflict";
  ports.log.info(record.rollout?.timeline.at(-1)?.text ?? "");
  const access = openSession(ports.target, { record, revision });
  return drive({ access, holder, assess: createReadinessAssess(ports) }, ports);
}
