import { assertNever } from "../errors/assert-never.ts";
import { TidegateError } from "../errors/tidegate-error.ts";
import { bounded } from "./bounded.ts";
import { withAudit } from "./governance/audit.ts";
import { budgetRefusal, checkBudget } from "./governance/check-budget.ts";
import { freezeAt } from "./governance/freeze-at.ts";
import { noGovernance } from "./governance/policy.ts";
import { isDriven, isOwnRun, isUnattended } from "./lease.ts";
import { ownAndDrive } from "./own-and-drive.ts";
import { isTerminal } from "./phase.ts";
import type { StoredRecord } from "./ports.ts";
import { reconcile } from "./reconcile.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import { frozenUntil, inProgress, olderThanLive, type Refused, refusalByCapabilities, refusalOf } from "./refuse.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";
import { type StepOver, stepOver } from "./step-over.ts";
import { takeOver } from "./take-over.ts";

/**
 * What stands against a rollout: nothing, a reason (which goes by if it is `in-progress`), what has just gone, or one
 * that it may step over.
 */
export type Obstacle = undefined | Refused | "look-again" | Over;
type Over = Extract<StepOver, { kind: "over" }>;

/** Looks for all that may stand against a rollout, and ends what an actor that died has left in its way. */
export async function clearTheWay(
  request: RolloutRequest,
  ports: EnginePorts,
  record: DeliveryRecord,
  stored: StoredRecord | undefined,
): Promise<Obstacle> {
  const { rollout } = record;
  if (rollout !== undefined && !isTerminal(rollout.phase)) return whileActive(request, ports, rollout, stored);
  return refusalOfIdle(request, ports, record);
}

/** What stands against it where nothing is under way. */
async function refusalOfIdle(
  request: RolloutRequest,
  ports: EnginePorts,
  record: DeliveryRecord,
): Promise<Refused | undefined> {
  const { target, clock } = ports;
  const byRecord =
    refusalOf(record, request.candidate, request.retryReason !== undefined) ??
    refusalByCapabilities(target.capabilities, request.plan) ??
    refusalByFreeze(request, clock.nowMs());
  return byRecord ?? (await refusalByAge(request, record)) ?? (await refusalByBudget(request, ports, record));
}

/** What mends the service is never held up, and asks nobody; where nothing is live yet no budget was spent. */
async function refusalByBudget(
  request: RolloutRequest,
  { metrics, clock, log }: EnginePorts,
  { live }: DeliveryRecord,
): Promise<Refused | undefined> {
  const { objectives, isHotfix, overrideBudgetReason } = request;
  const rules = request.governance?.errorBudget;
  if (rules === undefined || live === undefined || isHotfix === true || overrideBudgetReason !== undefined)
    return undefined;
  const check = await checkBudget(rules, objectives, { metrics, clock });
  const message = budgetRefusal(check, rules);
  if (message !== undefined) return { refusal: "error-budget", message };
  if (check.kind === "left") log.info(check.text);
  else log.warning(`Nobody can tell what is left of the error budget (${check.text}); allowed: ${rules.allowUnknown}`);
  return undefined;
}

async function whileActive(
  request: RolloutRequest,
  ports: EnginePorts,
  rollout: Rollout,
  stored: StoredRecord | undefined,
): Promise<Obstacle> {
  if (stored === undefined) return "look-again";
  if (rollout.phase === "frozen" && request.isHotfix === true) return takeFrozenBack(request, ports, stored);
  if (rollout.phase === "rollback-failed" && request.isHotfix === true) {
    const over = await overFailed(request, ports, stored.record, rollout);
    if (over !== "end-it") return over;
  }
  const isOurs = isOwnRun(rollout, request) && !isUnattended(rollout);
  const isBusy = isDriven(stored.record, ports.clock.nowMs()) || isUnattended(rollout) || rollout.phase === "frozen";
  if (isBusy && !isOurs) return makeRoom(request, ports, rollout, stored);
  ports.log.warning(`${rollout.candidate.version} was left unfinished in ${rollout.phase}; it is ended first`);
  const ended = await reconcile({ ...request, mode: isOurs ? "recover" : "watch" }, ports);
  const isEnded = ["succeeded", "rolled-back", "abandoned", "nothing-to-do"].includes(ended.kind);
  return isEnded ? "look-again" : { refusal: "in-progress", message: ended.message };
}

/** Who admits a hot fix does not wait until the target can go back to a release that does not start. */
async function overFailed(
  request: RolloutRequest,
  ports: EnginePorts,
  record: DeliveryRecord,
  rollout: Rollout,
): Promise<Refused | Over | "end-it"> {
  const refused = await refusalOfIdle(request, ports, record);
  if (refused !== undefined) return refused;
  const over = await stepOver(record, rollout, request, ports);
  switch (over.kind) {
    case "end-it":
      return "end-it";
    case "refused":
      return over.refused;
    case "over":
      ports.log.warning(`${rollout.candidate.version} could not be taken back; the hot fix takes its place`);
      return over;
    default:
      return assertNever(over);
  }
}

/** Somebody has to decide what becomes of a frozen release, and who admits a hot fix for it has: it is taken back first. */
async function takeFrozenBack(request: RolloutRequest, ports: EnginePorts, stored: StoredRecord): Promise<Obstacle> {
  const { actor, reason, candidate } = request;
  if (stored.record.rollout?.candidate.digest === candidate.digest) return inProgress(stored.record);
  // Nothing is taken back for a release that would be refused then.
  const refused = await refusalOfIdle(request, ports, stored.record);
  if (refused !== undefined) return refused;
  const text = `taken back by ${actor} for the hot fix ${candidate.version}: ${reason}`;
  const now = { nowMs: ports.clock.nowMs(), audience: ports.channels };
  const failure = { kind: "manual", text } as const;
  const taken = takeOver(stored.record, { errand: request, failure, evenPromoting: false, ...now });
  const rolloutId = stored.record.rollout?.id;
  const line = { atMs: now.nowMs, actor, action: "abort", reason: text, result: "goes back" };
  const record = bounded(withAudit(taken, rolloutId === undefined ? line : { ...line, rolloutId }));
  const result = await ownAndDrive(request, ports, stored, { record, isVisit: false });
  const isOver = result === "conflict" || result.kind === "rolled-back" || result.kind === "abandoned";
  return isOver ? "look-again" : inProgress(record);
}

/** Waits for the other, or has it taken back first; always to the release that was live before it. */
async function makeRoom(
  request: RolloutRequest,
  ports: EnginePorts,
  other: Rollout,
  stored: StoredRecord,
): Promise<Obstacle> {
  const { onNewer } = request.governance ?? noGovernance;
  const busy = inProgress(stored.record);
  if (onNewer === "wait" || other.phase === "frozen") return busy;
  const age = await refusalByAge(request, { live: other.candidate });
  if (age !== undefined || other.candidate.commit === request.candidate.commit) return busy;
  // Nothing is taken back for a release that would be refused then.
  const refused = await refusalOfIdle(request, ports, stored.record);
  if (refused !== undefined) return refused;
  const text = `superseded by ${request.candidate.version}, which ${request.actor} delivers: ${request.reason}`;
  const failure = { kind: "superseded", text } as const;
  const now = { nowMs: ports.clock.nowMs(), audience: ports.channels };
  const record = takeOver(stored.record, { errand: request, failure, evenPromoting: false, ...now });
  const result = await ownAndDrive(request, ports, stored, { record, isVisit: false });
  const isOver = result === "conflict" || ["rolled-back", "abandoned", "succeeded"].includes(result.kind);
  return isOver ? "look-again" : inProgress(record);
}

function refusalByFreeze(request: RolloutRequest, nowMs: number): Refused | undefined {
  const freeze = freezeAt(request.governance?.freezes ?? [], nowMs);
  return freeze === undefined || request.overrideFreezeReason !== undefined ? undefined : frozenUntil(freeze);
}

async function refusalByAge(
  request: RolloutRequest,
  { live }: Pick<DeliveryRecord, "live">,
): Promise<Refused | undefined> {
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
