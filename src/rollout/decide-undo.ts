import { assertNever } from "../errors/assert-never.ts";
import type { Digest } from "../release/release.ts";
import { begin } from "./begin.ts";
import type { Circumstances, Decision } from "./decide-reconcile.ts";
import { isDriven, isOwnRun, isUnattended } from "./lease.ts";
import type { Refusal } from "./outcome.ts";
import { isTerminal } from "./phase.ts";
import { restorePlan } from "./plan-of.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { ReconcileRequest } from "./request.ts";
import { takeOver } from "./take-over.ts";
import { withUndo } from "./tell-undone.ts";
import type { Failure } from "./transition.ts";
import { type Bringer, whoBrought } from "./who-brought.ts";

interface Undo {
  readonly record: DeliveryRecord;
  readonly request: ReconcileRequest;
  readonly digest: Digest;
  readonly now: Circumstances;
}

/**
 * How a run takes back what it brought here itself, and nothing else: of a wave, one region has failed, and the others go
 * back with it. What somebody else has brought since is left alone, and the team is told; what somebody else only tried
 * in vain does not keep ours here. Doing it twice is doing it once; one that was broken off is done again.
 */
export function decideUndo(record: DeliveryRecord, request: ReconcileRequest, now: Circumstances): Decision {
  const { rollout, live } = record;
  const { digest } = request;
  if (digest === undefined) return nothing("No release is named.", rollout);
  const undo: Undo = { record, request, digest, now };
  const active = rollout === undefined || isTerminal(rollout.phase) ? undefined : rollout;
  if (active !== undefined && isOwnRun(active, request)) return endOwn(undo, active);
  const bringer = whoBrought(record, digest, request);
  if (live?.digest !== digest) return isGone(undo, bringer);
  switch (bringer.kind) {
    case "unknown":
      return stuck(undo, "the record was lost, or is too short, and nobody knows who brought it");
    case "other": {
      const { runUrl } = bringer.line;
      return left(undo, `${live.version} is live through another run${runUrl === undefined ? "" : `, ${runUrl}`}`);
    }
    case "gone-back":
      return left(undo, `${live.version} had gone back here, and was brought again`);
    case "own":
      return active === undefined ? goBack(undo, bringer.line) : endOther(undo, active);
    default:
      return assertNever(bringer);
  }
}

/** What is under way through an earlier job of this run. Its own way back is finished where it is past its last step. */
function endOwn(undo: Undo, rollout: Rollout): Decision {
  const { request, digest, now } = undo;
  const { candidate, candidatePercent, plan } = rollout;
  const what = `${candidate.version} is frozen at ${candidatePercent} %`;
  const text = `${request.reason}, but ${what} in ${undo.record.environment}: abort it, or promote it`;
  if (rollout.phase === "frozen") {
    const ending = { kind: "frozen", message: `${what}: abort it, or promote it.`, rollout } as const;
    return { kind: "tell", digest, text, needsSomebody: true, ending };
  }
  const failure = { kind: "cancelled", text: "the run ended before its rollout did" } as const;
  const taken = takenOver(undo, failure, plan.strategy !== "restore");
  if (taken.record.rollout?.phase !== "frozen") return taken;
  return {
    ...taken,
    record: withUndo(taken.record, request, { digest, id: now.newId, nowMs: now.nowMs, result: text }),
  };
}

/** Over what this run has brought. One that somebody drives is theirs; one that nobody does is ended first, then ours. */
function endOther(undo: Undo, other: Rollout): Decision {
  const { candidate, actor, lease } = other;
  if (isAlive(undo, other)) {
    return stuck(undo, `${candidate.version} is being rolled out by ${actor}`, "in-progress");
  }
  const text = `${lease?.holder ?? "whoever drove it"} stopped before the end`;
  return takenOver(undo, { kind: "lease-expired", text }, false);
}

function isAlive({ record, now: { nowMs } }: Undo, rollout: Rollout): boolean {
  const { lease, phase } = rollout;
  if (!isUnattended(rollout)) return phase === "frozen" || isDriven(record, nowMs);
  return lease?.mode !== "unattended" || lease.untilMs > nowMs || lease.onExpiry === "keep";
}

function takenOver(
  { record, request, now }: Undo,
  failure: Failure,
  evenPromoting: boolean,
): Extract<Decision, { readonly kind: "own" }> {
  const { nowMs, audience } = now;
  const taken = takeOver(record, { errand: request, failure, evenPromoting, nowMs, audience });
  return { kind: "own", record: taken, isVisit: false };
}

/** Another release is live. */
function isGone(undo: Undo, bringer: Bringer): Decision {
  const { rollout, live } = undo.record;
  const hasGoneBack = rollout !== undefined && isOwnRun(rollout, undo.request);
  const wasOurs = bringer.kind === "own" || (bringer.kind === "gone-back" && !bringer.isByUs);
  if (wasOurs && !hasGoneBack) return left(undo, `${live?.version ?? "nothing"} has taken its place`);
  if (rollout === undefined) return nothing("Nothing was delivered yet.", undefined);
  return nothing(`${live === undefined ? "Nothing" : live.version} serves; nothing of this run is left here.`, rollout);
}

/** The release is live through this run, and nothing is under way. */
function goBack(undo: Undo, { replaced, irreversibleFromPercent }: DeliveryRecord["history"][number]): Decision {
  const { record, request, digest, now } = undo;
  const { rollout } = record;
  if (replaced === undefined || rollout === undefined) return stuck(undo, "it is the first release here");
  if (irreversibleFromPercent !== undefined) {
    return stuck(undo, "it cannot be taken back, so a person has to decide");
  }
  const bad = record.quarantine.find((entry) => entry.digest === replaced.digest);
  if (bad !== undefined) {
    return stuck(undo, `${replaced.version}, which it replaced, is in quarantine: ${bad.reason}`);
  }
  const { nowMs, audience, newId: id } = now;
  const noted = withUndo(record, request, { digest, id, nowMs, result: `${replaced.version} is brought back` });
  const plan = restorePlan(rollout.plan);
  const begun = begin(noted, { id, candidate: replaced, plan, errand: request, nowMs, audience });
  return { kind: "own", record: begun, isVisit: false };
}

function nothing(message: string, rollout: Rollout | undefined): Decision {
  return {
    kind: "leave",
    ending: { kind: "nothing-to-do", message, ...(rollout === undefined ? {} : { rollout }) },
  };
}

function left({ record, request, digest }: Undo, why: string): Decision {
  const text = `${request.reason}, but ${record.environment} is left as it is: ${why}`;
  return { kind: "tell", digest, text, needsSomebody: false, ending: { kind: "nothing-to-do", message: `${text}.` } };
}

function stuck({ record, request, digest }: Undo, why: string, refusal: Refusal = "needs-decision"): Decision {
  const { live, environment, rollout } = record;
  const text = `${request.reason}, but ${live?.version} stays in ${environment}: ${why}`;
  const ending = {
    kind: "refused",
    refusal,
    message: `${text}.`,
    ...(rollout === undefined ? {} : { rollout }),
  } as const;
  return { kind: "tell", digest, text, needsSomebody: true, ending };
}
