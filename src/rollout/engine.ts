import { TidegateError } from "../errors/tidegate-error.ts";
import type { Assess } from "./assess.ts";
import { createAssess } from "./assess-metrics.ts";
import { begin, emptyRecord } from "./begin.ts";
import { drive } from "./drive.ts";
import { isDriven, isOwnRun } from "./lease.ts";
import type { Outcome } from "./outcome.ts";
import { isTerminal } from "./phase.ts";
import type { StoredRecord } from "./ports.ts";
import { reconcile } from "./reconcile.ts";
import type { DeliveryRecord } from "./record.ts";
import { olderThanLive, type Refused, refusalByCapabilities, refusalOf } from "./refuse.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";
import { openSession, writeFirst } from "./session.ts";

const maxAttempts = 5;

/**
 * Rolls a release out: admits it, walks its plan while the evidence is good, takes it back when it is not. Returns when
 * the rollout has ended and the team has been told, or when this actor can do no more; never leaves a rollout behind
 * that nobody will end (the lease runs out, and reconcile finishes).
 *
 * @param signal cancels: all requests go back to stable first, then the record, then the notices
 * @throws TidegateError `corrupt-record` when the record cannot be understood; nothing is done then
 * @throws TidegateError `invalid-configuration` when the judge cannot work with these settings
 * @throws UnavailableError when the target does not answer at all
 */
export async function runRollout(request: RolloutRequest, ports: EnginePorts, signal?: AbortSignal): Promise<Outcome> {
  return startRollout(request, ports, createAssess(request, ports), signal);
}

/** The same with the judge as a parameter. */
export async function startRollout(
  request: RolloutRequest,
  ports: EnginePorts,
  assess: Assess,
  signal?: AbortSignal,
): Promise<Outcome> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (signal?.aborted) return refused({ refusal: "cancelled", message: "Cancelled before anything was done." });
    const stored = await ports.target.read();
    const refusal = await clearTheWay(request, ports, stored);
    if (refusal === "look-again") continue;
    if (refusal !== undefined) return refused(refusal);
    const begun = await tryBegin(request, ports, stored);
    if (begun === undefined) continue;
    ports.log.info(begun.record.rollout?.timeline[0]?.text ?? "");
    const access = openSession(ports.target, begun);
    return drive({ access, holder: request.holder, assess, ...(signal === undefined ? {} : { signal }) }, ports);
  }
  return refused({ refusal: "in-progress", message: "Others kept changing the record. Try again." });
}

function refused({ refusal, message }: Refused): Outcome {
  return { kind: "refused", refusal, message, undelivered: [] };
}

/** All that may stand against a rollout, and what an actor that died has left in its way. */
async function clearTheWay(
  request: RolloutRequest,
  ports: EnginePorts,
  stored: StoredRecord | undefined,
): Promise<Refused | "look-again" | undefined> {
  const record = stored?.record ?? emptyRecord(request);
  const { rollout } = record;
  if (rollout !== undefined && !isTerminal(rollout.phase)) {
    const isOurs = isOwnRun(rollout, request);
    if (isDriven(record, ports.clock.nowMs()) && !isOurs) return inProgress(record);
    ports.log.warning(`${rollout.candidate.version} was left unfinished in ${rollout.phase}; it is ended first`);
    const ended = await reconcile({ ...request, mode: isOurs ? "recover" : "watch" }, ports);
    const isEnded = ended.kind !== "rollback-failed" && ended.kind !== "in-progress" && ended.kind !== "lost";
    return isEnded ? "look-again" : { refusal: "in-progress", message: ended.message };
  }
  const byRecord =
    refusalOf(record, request.candidate) ?? refusalByCapabilities(ports.target.capabilities, request.plan);
  return byRecord ?? refusalByAge(request, record);
}

function inProgress({ rollout, service, environment }: DeliveryRecord): Refused {
  const where = rollout?.runUrl === undefined ? "" : ` (${rollout.runUrl})`;
  return {
    refusal: "in-progress",
    message:
      `${rollout?.candidate.version} is being rolled out to ${service} in ${environment} by ` +
      `${rollout?.lease?.holder}${where}. Wait for it, or take it back with the rollback workflow.`,
  };
}

async function refusalByAge(request: RolloutRequest, { live }: DeliveryRecord): Promise<Refused | undefined> {
  const { candidate } = request;
  if (live === undefined || live.commit === candidate.commit) return undefined;
  try {
    return (await request.isAncestor(candidate.commit, live.commit)) ? olderThanLive(live, candidate) : undefined;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const message = `It cannot be known whether ${candidate.version} is newer than ${live.version}: ${error.message}`;
    return { refusal: "older-than-live", message };
  }
}

/** @returns `undefined` when somebody else was first */
async function tryBegin(
  request: RolloutRequest,
  ports: EnginePorts,
  stored: StoredRecord | undefined,
): Promise<StoredRecord | undefined> {
  const { candidate, plan } = request;
  const beginning = { id: ports.newId(), candidate, plan, errand: request, nowMs: ports.clock.nowMs() };
  const record = begin(stored?.record ?? emptyRecord(request), { ...beginning, audience: ports.channels });
  const revision = await writeFirst(ports.target, record, stored?.revision);
  return revision === undefined ? undefined : { record, revision };
}
