import { assertNever } from "../errors/assert-never.ts";
import { stepAdmitted, stepPreparing, stepShifting } from "./before-traffic.ts";
import { bounded } from "./bounded.ts";
import { failureIn } from "./demand.ts";
import { finish } from "./finish.ts";
import { stepGoingBack, stepPromoting } from "./go-back.ts";
import { applyCommands } from "./governance/apply-commands.ts";
import { percentOn } from "./hard-guards.ts";
import { stepBaking, stepHolding, stepObserving, stepSettling } from "./judged.ts";
import { newsOf } from "./notice-of.ts";
import { enqueue, type Listener } from "./outbox.ts";
import { stepPaused } from "./paused.ts";
import { isTerminal } from "./phase.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { Seen, SeenAt } from "./seen.ts";
import { withTrace } from "./trace.ts";
import { failRollout } from "./transition.ts";

/**
 * The state machine: what the record becomes after one look at the world. Pure, and total: the same record comes back
 * when nothing changes, a phase never waits past its deadline, and only a `pass` leads to a larger share.
 */
export function step(record: DeliveryRecord, seen: Seen, audience: readonly Listener[]): DeliveryRecord {
  const { rollout: before } = record;
  if (before === undefined || isTerminal(before.phase)) return record;
  const commanded = applyCommands(record, seen.nowMs);
  const told = commanded.rollout ?? before;
  const looked = withReadBack(told, seen);
  const isObeyed = told.phase !== before.phase;
  const rollout = isObeyed ? afterCommand(before, looked, seen) : stepRollout(looked, { ...seen, epoch: record.epoch });
  if (rollout === before && commanded === record) return record;
  return announce(bounded(finish({ ...commanded, rollout }, seen.nowMs)), before, seen.nowMs, audience);
}

/** The look was made before the command was obeyed, for another phase; but no command takes back what failed in it. */
function afterCommand(before: Rollout, obeyed: Rollout, seen: Seen): Rollout {
  // What is frozen has failed already, and the person has decided all the same.
  const failure = before.phase === "frozen" ? undefined : failureIn(before, seen);
  return failure === undefined ? obeyed : failRollout(obeyed, failure, seen.nowMs);
}

/** Adds to the outbox what the team should hear of the change from `before`. */
export function announce(
  record: DeliveryRecord,
  before: Rollout,
  nowMs: number,
  audience: readonly Listener[],
): DeliveryRecord {
  const news = newsOf(record, before, nowMs);
  return news === undefined ? record : enqueue(record, news, audience);
}

function withReadBack(rollout: Rollout, seen: Seen): Rollout {
  const { observation, judge, judgedStep, evidence, served, counted } = seen;
  const candidatePercent = observation === undefined ? rollout.candidatePercent : percentOn(rollout, observation);
  const isNew = candidatePercent !== rollout.candidatePercent || judge !== undefined || counted !== undefined;
  if (!isNew) return rollout;
  const looked = {
    ...rollout,
    candidatePercent,
    judge: judge ?? rollout.judge,
    judgedStep: judgedStep ?? rollout.judgedStep,
    evidence: evidence ?? rollout.evidence,
    served: served ?? rollout.served,
    counted: counted ?? rollout.counted,
  };
  return withTrace(looked, seen);
}

function stepRollout(rollout: Rollout, seen: SeenAt): Rollout {
  switch (rollout.phase) {
    case "admitted":
      return stepAdmitted(rollout, seen);
    case "preparing":
      return stepPreparing(rollout, seen);
    case "shifting":
      return stepShifting(rollout, seen);
    case "settling":
      return stepSettling(rollout, seen);
    case "observing":
      return stepObserving(rollout, seen);
    case "holding":
      return stepHolding(rollout, seen);
    case "paused":
      return stepPaused(rollout, seen);
    case "baking":
      return stepBaking(rollout, seen);
    case "promoting":
      return stepPromoting(rollout, seen);
    case "rolling-back":
    case "rollback-failed":
      return stepGoingBack(rollout, seen);
    case "frozen":
    case "succeeded":
    case "rolled-back":
    case "abandoned":
      return rollout;
    default:
      return assertNever(rollout.phase);
  }
}
