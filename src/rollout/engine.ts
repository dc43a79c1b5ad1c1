import type { Assess } from "./assess.ts";
import { createAssess } from "./assess-metrics.ts";
import { begin } from "./begin.ts";
import { clearTheWay } from "./clear-the-way.ts";
import { drive } from "./drive.ts";
import { noGovernance } from "./governance/policy.ts";
import type { Outcome } from "./outcome.ts";
import type { StoredRecord } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import { recoverRecord } from "./recover-record.ts";
import type { Refused } from "./refuse.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";
import { openSession, writeFirst } from "./session.ts";
import { timedTarget } from "./timed-target.ts";

const maxAttempts = 5;
/** How often somebody who waits for another rollout looks whether it has ended. */
const waitPollMs = 5_000;

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
  given: EnginePorts,
  assess: Assess,
  signal?: AbortSignal,
): Promise<Outcome> {
  const ports: EnginePorts = { ...given, target: timedTarget(given.target, given.clock) };
  const admission = await admitted(request, ports, signal);
  if ("refusal" in admission) return { kind: "refused", ...admission, undelivered: [] };
  ports.log.info(admission.record.rollout?.timeline[0]?.text ?? "");
  const access = openSession(ports.target, admission);
  return drive({ access, holder: request.holder, assess, ...(signal === undefined ? {} : { signal }) }, ports);
}

/** The record with the rollout begun in it, once nothing stands against it. */
async function admitted(
  request: RolloutRequest,
  ports: EnginePorts,
  signal: AbortSignal | undefined,
): Promise<StoredRecord | Refused> {
  const { clock, log } = ports;
  const waitUntilMs = clock.nowMs() + (request.governance ?? noGovernance).waitMs;
  for (let attempt = 0; attempt < maxAttempts; ) {
    if (signal?.aborted) return { refusal: "cancelled", message: "Cancelled before anything was done." };
    const answer = await tryAdmit(request, ports);
    if (answer !== "look-again" && !isBusy(answer)) return answer;
    if (answer !== "look-again" && clock.nowMs() >= waitUntilMs) return answer;
    if (answer === "look-again") {
      attempt += 1;
      continue;
    }
    log.info(`${answer.message} Waiting.`);
    await clock.until(Math.min(waitUntilMs, clock.nowMs() + waitPollMs), signal);
  }
  return { refusal: "in-progress", message: "Others kept changing the record. Try again." };
}

const isBusy = (answer: StoredRecord | Refused): answer is Refused =>
  "refusal" in answer && answer.refusal === "in-progress";

async function tryAdmit(request: RolloutRequest, ports: EnginePorts): Promise<StoredRecord | Refused | "look-again"> {
  const stored = await ports.target.read();
  const record = stored?.record ?? (await recovered(request, ports));
  const obstacle = await clearTheWay(request, ports, record, stored);
  if (obstacle === "look-again" || (obstacle !== undefined && "refusal" in obstacle)) return obstacle;
  const begun =
    obstacle === undefined
      ? tryBegin(request, ports, record, stored)
      : tryBegin({ ...request, plan: obstacle.plan }, ports, obstacle.record, stored);
  return (await begun) ?? "look-again";
}

/** @throws UnavailableError when the target does not say what it runs; nothing is begun on a guess */
async function recovered(request: RolloutRequest, { target, log }: EnginePorts): Promise<DeliveryRecord> {
  const record = recoverRecord(request, await target.observe());
  if (record.live !== undefined) {
    log.warning(`There is no record, but ${record.live.version} serves: it counts as the release to go back to`);
  }
  return record;
}

/** @returns `undefined` when somebody else was first */
async function tryBegin(
  request: RolloutRequest,
  ports: EnginePorts,
  known: DeliveryRecord,
  stored: StoredRecord | undefined,
): Promise<StoredRecord | undefined> {
  const { clock, channels: audience } = ports;
  const record = begin(known, { ...request, id: ports.newId(), errand: request, nowMs: clock.nowMs(), audience });
  const revision = await writeFirst(ports.target, record, stored?.revision);
  return revision === undefined ? undefined : { record, revision };
}
