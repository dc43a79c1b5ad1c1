import type { Release } from "../release/release.ts";
import { begin } from "./begin.ts";
import type { Circumstances, Decision } from "./decide-reconcile.ts";
import { withAudit } from "./governance/audit.ts";
import { isOwnRun } from "./lease.ts";
import { isTerminal } from "./phase.ts";
import { restorePlan } from "./plan-of.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { ReconcileRequest } from "./request.ts";
import { takeOver } from "./take-over.ts";

/**
 * How a run takes back what it brought here itself, and nothing else: of a wave, one region has failed, and the others go
 * back with it. What somebody else has done since is left alone, and the team is told. Doing it twice is doing it once;
 * one that was broken off is done again.
 */
export function decideUndo(record: DeliveryRecord, request: ReconcileRequest, now: Circumstances): Decision {
  const { rollout } = record;
  if (rollout === undefined) return nothing("Nothing was delivered yet.", undefined);
  return isTerminal(rollout.phase)
    ? undoEnded(record, rollout, request, now)
    : endActive(record, rollout, request, now);
}

function endActive(
  record: DeliveryRecord,
  rollout: Rollout,
  request: ReconcileRequest,
  { nowMs, audience }: Circumstances,
): Decision {
  if (!isOwnRun(rollout, request)) {
    if (!wasBrought(record, request)) return nothing("Nothing of this run is under way.", rollout);
    return left(record, request, `${rollout.candidate.version} is being rolled out by ${rollout.actor}`);
  }
  if (rollout.phase === "frozen") {
    const message = `${rollout.candidate.version} is frozen at ${rollout.candidatePercent} %: abort it, or promote it.`;
    return { kind: "leave", ending: { kind: "frozen", message, rollout } };
  }
  const failure = { kind: "cancelled", text: "the run ended before its rollout did" } as const;
  const taken = takeOver(record, { errand: request, failure, evenPromoting: true, nowMs, audience });
  return { kind: "own", record: taken, isVisit: false };
}

function undoEnded(record: DeliveryRecord, rollout: Rollout, request: ReconcileRequest, now: Circumstances): Decision {
  const { live } = record;
  const isOwn = isOwnRun(rollout, request);
  if (live === undefined || live.digest !== request.digest) {
    const serving = live === undefined ? "Nothing serves" : `${live.version} serves`;
    return isOwn || !wasBrought(record, request)
      ? nothing(`${serving}; nothing of this run is left here.`, rollout)
      : left(record, request, `${live?.version ?? "nothing"} has taken its place`);
  }
  const isRestore = rollout.plan.strategy === "restore";
  const hasBrought = rollout.phase === "succeeded" && !isRestore && rollout.candidate.digest === request.digest;
  // What did not bring it back once is tried again: the way back is the one that was chosen then.
  const wasBrokenOff = rollout.phase !== "succeeded" && isRestore && rollout.stable?.digest === request.digest;
  if (!isOwn || !(hasBrought || wasBrokenOff)) {
    return left(record, request, `${live.version} is live through another run, of ${rollout.actor}`);
  }
  return goBack(record, rollout, hasBrought ? rollout.stable : rollout.candidate, { request, now });
}

/** The release is live, and the latest that happened here was this run's. */
function goBack(
  record: DeliveryRecord,
  rollout: Rollout,
  release: Release | undefined,
  { request, now }: { readonly request: ReconcileRequest; readonly now: Circumstances },
): Decision {
  if (release === undefined) return stuck(record, request, "it is the first release here", rollout);
  if (rollout.irreversibleFromPercent !== undefined) {
    return stuck(record, request, "it cannot be taken back, so a person has to decide", rollout);
  }
  const { nowMs, audience, newId: id } = now;
  const result = `${release.version} is brought back`;
  const by = { atMs: nowMs, actor: request.actor, reason: request.reason };
  const noted = withAudit(record, { ...by, action: "undo", rolloutId: id, result });
  const plan = restorePlan(rollout.plan);
  const begun = begin(noted, { id, candidate: release, plan, errand: request, nowMs, audience });
  return { kind: "own", record: begun, isVisit: false };
}

/** Whether this run's rollout of the release had succeeded here. */
function wasBrought({ history }: DeliveryRecord, { digest, runUrl }: ReconcileRequest): boolean {
  return history.some(
    (line) =>
      line.release.digest === digest &&
      line.phase === "succeeded" &&
      line.runUrl !== undefined &&
      line.runUrl === runUrl,
  );
}

function nothing(message: string, rollout: Rollout | undefined): Decision {
  return {
    kind: "leave",
    ending: { kind: "nothing-to-do", message, ...(rollout === undefined ? {} : { rollout }) },
  };
}

function left(record: DeliveryRecord, request: ReconcileRequest, why: string): Decision {
  const text = `${request.reason}, but ${record.environment} is left as it is: ${why}`;
  return { kind: "tell", text, needsSomebody: false, ending: { kind: "nothing-to-do", message: `${text}.` } };
}

function stuck(record: DeliveryRecord, request: ReconcileRequest, why: string, rollout: Rollout): Decision {
  const text = `${request.reason}, but ${rollout.candidate.version} stays in ${record.environment}: ${why}`;
  const ending = { kind: "refused", refusal: "not-in-record", message: `${text}.`, rollout } as const;
  return { kind: "tell", text, needsSomebody: true, ending };
}
