import { isAtRest, isGoingBack, type Phase } from "../../../src/rollout/phase.ts";
import type { Rollout } from "../../../src/rollout/record.ts";
import type { Event, Moment, Trace } from "./trace.ts";

type Check = (trace: Trace) => string[];

const effects = (trace: Trace) => trace.filter((event) => event.kind === "effect");

/** I1: the share never grows without a pass of the step before, by the judge or a person, recorded at the same epoch. */
const earned: Check = (trace) =>
  trace.flatMap((event, index) => {
    if (event.kind !== "effect" || event.effect.kind !== "set-weight") return [];
    const { effect, before, epoch } = event;
    const { rollout } = before.record ?? {};
    if (rollout === undefined || effect.candidatePercent <= before.candidatePercent || rollout.stepIndex === 0)
      return [];
    const { pass } = rollout;
    const isRecorded = pass !== undefined && pass.epoch === epoch && pass.stepIndex >= rollout.stepIndex - 1;
    const isPerson = pass !== undefined && pass.by !== "judge" && wasAsked(before, rollout);
    const isJudged = trace.slice(0, index).some((earlier) => isPassOf(earlier, rollout, epoch));
    if (isRecorded && (isPerson || isJudged)) return [];
    return [`I1: ${effect.candidatePercent} % at epoch ${epoch} without a pass of step ${rollout.stepIndex - 1}`];
  });

function isPassOf(event: Event, { id, stepIndex }: Rollout, epoch: number): boolean {
  if (event.kind !== "verdict" || event.said !== "pass") return false;
  return event.rolloutId === id && event.epoch === epoch && event.stepIndex === stepIndex - 1;
}

function wasAsked({ record }: Moment, { id }: Rollout): boolean {
  return record?.audit.some(({ action, rolloutId }) => action === "promote-now" && rolloutId === id) ?? false;
}

/** I2: once nothing goes wrong any more, it ends: all-stable, all-candidate with a pass, or frozen for a person. */
const converges: Check = (trace) => {
  const { record, arms, candidatePercent } = endOf(trace);
  const { rollout } = record ?? {};
  if (record === undefined || rollout === undefined) return [];
  if (!isAtRest(rollout.phase)) return [`I2: it stays in ${rollout.phase}`];
  if (rollout.phase === "frozen")
    return rollout.irreversibleFromPercent === undefined ? ["I2: frozen without need"] : [];
  const serving = arms.stable?.release.digest;
  const isWhole = candidatePercent === 0 && arms.candidate === undefined && serving === record.live?.digest;
  return isWhole
    ? []
    : [
        `I2: ${rollout.phase}, but ${candidatePercent} % are on the candidate and ${arms.stable?.release.version} serves`,
      ];
};

/** I3: going back asks nobody but the target: within two leases of calm the traffic is back, although metrics hang. */
const backAlone: Check = (trace) =>
  trace.flatMap((event, index) => {
    if (event.kind !== "write" || event.record.rollout?.phase !== "rolling-back") return [];
    if (isGoingBack(event.before.record?.rollout?.phase ?? "admitted")) return [];
    const { rollout } = event.record;
    // Only where the target does what it is asked.
    const isClean = !trace.some((other) => other.kind === "happening" && other.what.startsWith("fault"));
    if (!isClean) return [];
    const next = trace.slice(index).find((other) => other.kind === "effect" && other.effect.kind === "restore");
    const waitedMs = (next?.kind === "effect" ? next.before.atMs : Number.POSITIVE_INFINITY) - event.before.atMs;
    const wasBack = event.before.arms.candidate === undefined && event.before.candidatePercent === 0;
    const isSoon = waitedMs <= 2 * rollout.plan.pollMs;
    const isKilled = trace.some((other) => other.kind === "happening" && other.what === "kill");
    return wasBack || isSoon || isKilled ? [] : [`I3: it waited ${waitedMs} ms before it went back`];
  });

/** I4: what is done was asked for by whoever raised the epoch last, and epochs never fall. */
const fenced: Check = (trace) =>
  trace.flatMap((event, index) => {
    if (event.kind === "write" && event.record.epoch < (event.before.record?.epoch ?? 0)) {
      return [`I4: the epoch fell to ${event.record.epoch}`];
    }
    if (event.kind !== "done") return [];
    const epoch = event.after.record?.epoch;
    // The target raises the epoch itself when it takes the traffic back; then nobody owns it.
    const raised = trace.slice(0, index).find((other) => other.kind === "write" && other.record.epoch === epoch);
    const owner = raised?.kind === "write" ? raised.actor : "nobody";
    return owner === event.actor ? [] : [`I4: ${event.actor} did ${event.effect.kind}, ${owner} owns it`];
  });

/** I5: going back is to the digest in the record. */
const toRecorded: Check = (trace) =>
  effects(trace).flatMap((event) => {
    if (event.kind !== "effect" || event.effect.kind !== "restore") return [];
    const wanted = event.before.record?.rollout?.stable?.digest;
    const asked = event.effect.stable?.digest;
    return asked === wanted ? [] : [`I5: restore of ${event.effect.stable?.version}, recorded is another`];
  });

const judged: readonly Phase[] = ["settling", "observing", "baking"];

/** I6: what the record says of the share was read back: nobody counts requests at a share that is not there. */
const readBack: Check = (trace) =>
  trace.flatMap((event) => {
    if (event.kind !== "write") return [];
    const { rollout } = event.record;
    if (
      rollout === undefined ||
      !judged.includes(rollout.phase) ||
      rollout.phase === event.before.record?.rollout?.phase
    )
      return [];
    const isThere = rollout.candidatePercent === event.before.candidatePercent;
    return isThere || rollout.hold !== undefined
      ? []
      : [`I6: ${rollout.phase} at ${rollout.candidatePercent} %, but ${event.before.candidatePercent} % are routed`];
  });

/** I7: nobody asks for traffic to an arm that is not ready, or for another release in the place of one that has some. */
const onlyReady: Check = (trace) =>
  effects(trace).flatMap((event) => {
    if (event.kind !== "effect") return [];
    const { candidate } = event.before.arms;
    if (event.effect.kind === "prepare" && candidate !== undefined && event.before.candidatePercent > 0)
      return [`I7: ${event.effect.release.version} in the place of ${candidate.release.version}, which serves`];
    if (event.effect.kind !== "set-weight") return [];
    const isMore = event.effect.candidatePercent > event.before.candidatePercent;
    return isMore && event.before.arms.candidate?.ready !== true
      ? [`I7: ${event.effect.candidatePercent} % for a candidate that is not ready`]
      : [];
  });

/**
 * I8: a freeze, a pause, channels that are down: after a verdict that says fail nobody judges on, unless the record could
 * not be written.
 */
const neverBlocked: Check = (trace) =>
  trace.flatMap((event, index) => {
    if (event.kind !== "verdict" || event.said !== "fail") return [];
    const rest = trace.slice(index + 1);
    const again = rest.findIndex((other) => other.kind === "verdict" && other.rolloutId === event.rolloutId);
    if (again < 0 || rest.slice(0, again).some((other) => other.kind === "happening")) return [];
    return [`I8: fail was said of step ${event.stepIndex}, and it is judged on`];
  });

/** I9: every wait has an absolute end in the record, and the end of a phase does not move while nobody else takes over. */
const absolute: Check = (trace) =>
  trace.flatMap((event) => {
    if (event.kind !== "write") return [];
    const now = event.record.rollout;
    const before = event.before.record?.rollout;
    if (now === undefined || isAtRest(now.phase) || now.phase === "rollback-failed") return [];
    if (now.deadlineMs === undefined || !Number.isFinite(now.deadlineMs)) return [`I9: ${now.phase} has no end`];
    const isSame = before?.id === now.id && before.phase === now.phase && before.phaseSinceMs === now.phaseSinceMs;
    const isTakenOver = event.before.record?.epoch !== event.record.epoch;
    const isHeldAgain = now.phase === "paused";
    return isSame && !isTakenOver && !isHeldAgain && before.deadlineMs !== now.deadlineMs
      ? [`I9: the end of ${now.phase} moved by ${(now.deadlineMs ?? 0) - (before.deadlineMs ?? 0)} ms`]
      : [];
  });

function endOf(trace: Trace): Moment {
  const end = trace.findLast((event) => event.kind === "end");
  if (end === undefined) throw new Error("the trace has no end");
  return end.before;
}

export const invariants = {
  I1: earned,
  I2: converges,
  I3: backAlone,
  I4: fenced,
  I5: toRecorded,
  I6: readBack,
  I7: onlyReady,
  I8: neverBlocked,
  I9: absolute,
} as const;

export type InvariantName = keyof typeof invariants;

/** Everything that is wrong with a trace. */
export function violationsOf(trace: Trace): string[] {
  return Object.values(invariants).flatMap((check) => check(trace));
}
