import { begin } from "./begin.ts";
import { decideUndo } from "./decide-undo.ts";
import { applyCommands } from "./governance/apply-commands.ts";
import { isDriven, isOwnRun, isUnattended } from "./lease.ts";
import type { Listener } from "./outbox.ts";
import type { Outcome, Unchanged } from "./outcome.ts";
import { isTerminal } from "./phase.ts";
import { restorePlan } from "./plan-of.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { ReconcileRequest } from "./request.ts";
import { rollbackTarget } from "./rollback-target.ts";
import { announce } from "./step.ts";
import { takeOver } from "./take-over.ts";
import type { Telling } from "./tell-undone.ts";
import type { Failure } from "./transition.ts";

/** What somebody who reconciles does, before anything is done. */
export type Decision =
  /** Stores this record, and drives the rollout in it if nobody else was first. */
  | { readonly kind: "own"; readonly record: DeliveryRecord; readonly isVisit: boolean }
  /** Leaves it as it is, and only delivers what nobody has been told yet. */
  | { readonly kind: "leave"; readonly ending: Ending }
  /** Leaves it as it is, and tells the team why. */
  | (Pick<Telling, "digest" | "text" | "needsSomebody"> & { readonly kind: "tell"; readonly ending: Ending });

type Ending = Omit<Outcome | Unchanged, "undelivered">;

export interface Circumstances {
  readonly nowMs: number;
  /** For a rollout that may have to be begun. */
  readonly newId: string;
  readonly audience: readonly Listener[];
}

/** Who may act on the record, and on what account. Pure. */
export function decideReconcile(record: DeliveryRecord, request: ReconcileRequest, now: Circumstances): Decision {
  if (request.mode === "undo") return decideUndo(record, request, now);
  const { rollout } = record;
  const isActive = rollout !== undefined && !isTerminal(rollout.phase);
  return isActive ? decideActive(record, rollout, request, now) : decideIdle(record, request, now);
}

function decideActive(
  record: DeliveryRecord,
  rollout: Rollout,
  request: ReconcileRequest,
  now: Circumstances,
): Decision {
  const { nowMs, audience } = now;
  const own = (failure?: Failure): Decision => {
    const evenPromoting = request.mode === "rollback";
    const options = { errand: request, evenPromoting, nowMs, audience };
    if (failure !== undefined)
      return { kind: "own", record: takeOver(record, { ...options, failure }), isVisit: false };
    // A command that has been waiting is obeyed at once: what is frozen takes no turn in which it could be.
    const obeyed = applyCommands(takeOver(record, options), nowMs);
    return { kind: "own", record: announce(obeyed, rollout, nowMs, audience), isVisit: true };
  };
  if (request.mode === "rollback") {
    return own({ kind: "manual", text: `taken back by ${request.actor}: ${request.reason}` });
  }
  if (rollout.phase === "frozen") return decideFrozen(record, rollout, request, own);
  if (isUnattended(rollout)) return decideUnattended(rollout, request, nowMs, own);
  if (isDriven(record, nowMs) && !(request.mode === "recover" && isOwnRun(rollout, request))) {
    return leave(rollout, `is in ${rollout.phase}, driven by ${rollout.lease?.holder}`);
  }
  return own(
    request.mode === "recover"
      ? { kind: "cancelled", text: "the run ended before its rollout did" }
      : { kind: "lease-expired", text: `${rollout.lease?.holder ?? "whoever drove it"} stopped before the end` },
  );
}

type Own = (failure?: Failure) => Decision;

/** Only a person's wish moves it. */
function decideFrozen(record: DeliveryRecord, rollout: Rollout, { judging }: ReconcileRequest, own: Own): Decision {
  const wanted = record.commands.some(({ rolloutId }) => rolloutId === rollout.id);
  if (wanted && judging !== undefined) return own();
  return leave(rollout, `is frozen at ${rollout.candidatePercent} %: abort it, or promote it`);
}

/** A long bake goes on alone; who comes by with a judge looks after it. The run that began it has ended on purpose. */
function decideUnattended(rollout: Rollout, { mode, judging }: ReconcileRequest, nowMs: number, own: Own): Decision {
  const { lease } = rollout;
  const isOver = lease === undefined || lease.untilMs <= nowMs;
  if (isOver && lease?.mode === "unattended" && lease.onExpiry === "rollback") {
    return own({ kind: "lease-expired", text: "nobody finished the bake in time" });
  }
  if (mode === "watch" && judging !== undefined) return own();
  const untilMs = rollout.deadlineMs ?? nowMs;
  return leave(rollout, `is being baked until ${new Date(untilMs).toISOString()}; the watchdog finishes it`);
}

function leave(rollout: Rollout, what: string): Decision {
  return {
    kind: "leave",
    ending: { kind: "in-progress", message: `${rollout.candidate.version} ${what}.`, rollout },
  };
}

function decideIdle(record: DeliveryRecord, request: ReconcileRequest, now: Circumstances): Decision {
  const { rollout } = record;
  const nothing = (message: string): Decision => ({
    kind: "leave",
    ending: { kind: "nothing-to-do", message, ...(rollout === undefined ? {} : { rollout }) },
  });
  if (request.mode !== "rollback") return nothing("Nothing is under way.");
  const target = rollbackTarget(record, request.to ?? "last-good");
  if (target.kind === "refused") return { kind: "leave", ending: target };
  if (target.kind === "nothing-to-do") return nothing(target.message);
  if (rollout === undefined) return nothing("Nothing was delivered yet.");
  const { nowMs, audience, newId: id } = now;
  const plan = restorePlan(rollout.plan);
  const begun = begin(record, { id, candidate: target.release, plan, errand: request, nowMs, audience });
  return { kind: "own", record: begun, isVisit: false };
}
