import { assertNever } from "../errors/assert-never.ts";
import { shiftTo } from "./before-traffic.ts";
import { demandOf } from "./demand.ts";
import { describeStep } from "./describe-step.ts";
import { goForward } from "./governance/go-forward.ts";
import { driftGuard, hardGuard } from "./hard-guards.ts";
import { releasedLease } from "./lease.ts";
import type { PlanStep } from "./plan.ts";
import type { Rollout } from "./record.ts";
import { isOverdue, type Seen, type SeenAt } from "./seen.ts";
import { enter, type Failure, failRollout } from "./transition.ts";

/** Warm-up: the guards count, and evidence that no cold start explains. */
export function stepSettling(rollout: Rollout, seen: Seen): Rollout {
  const { observation, nowMs, verdict } = seen;
  const failure = observation && (hardGuard(rollout, observation) ?? driftGuard(rollout, observation));
  if (failure !== undefined) return failRollout(rollout, failure, nowMs);
  if (observation !== undefined && verdict?.kind === "fail") {
    return failRollout(rollout, { kind: "verdict", text: verdict.evidence.summary }, nowMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const step = rollout.plan.steps[rollout.stepIndex];
  const text = `counting requests at ${describeStep(step)}`;
  return enter(rollout, "observing", nowMs, text, step === undefined ? nowMs : latestEndMs(step, nowMs));
}

/** Until when a step that begins to be observed now must have been decided. */
function latestEndMs({ observeMs, maxObserveMs, end }: PlanStep, nowMs: number): number {
  const longestMs = Math.max(maxObserveMs, observeMs);
  return end?.kind === "date" ? Math.max(end.atMs, nowMs) + longestMs : nowMs + longestMs;
}

export function stepObserving(rollout: Rollout, seen: SeenAt): Rollout {
  const { version } = rollout.candidate;
  const step = rollout.plan.steps[rollout.stepIndex];
  const { nowMs } = seen;
  // Behind a guards gate nothing was compared, so there is nothing to say but that nothing spoke against it.
  const isGuarded = step?.gate === "guards";
  return decide(rollout, seen, (text, hotfix) => {
    const ended = hotfix === undefined ? stepEnd(step ?? {}, rollout, nowMs) : undefined;
    if (ended !== undefined) return ended;
    return goForward(rollout, nowMs, () => {
      const mended = hotfix === undefined ? {} : { hotfix: { by: "judge", text: hotfix, atMs: nowMs } };
      const passed = { ...rollout, ...mended, pass: passOf(rollout, seen, "judge") };
      return advance(passed, nowMs, isGuarded ? `${version} is well` : text);
    });
  });
}

/** A step that ends by a decision or a date does not end by a pass alone. @returns `undefined` when it may advance */
function stepEnd({ end }: Partial<PlanStep>, rollout: Rollout, nowMs: number): Rollout | undefined {
  if (end === undefined) return undefined;
  const { version } = rollout.candidate;
  switch (end.kind) {
    case "decision":
      if (!isOverdue(rollout.deadlineMs, nowMs)) return leaveAlone(rollout, nowMs);
      return failRollout(rollout, { kind: "ended", text: `nobody decided about ${version} in time` }, nowMs);
    case "date": {
      if (nowMs < end.atMs) return leaveAlone(rollout, nowMs);
      if (end.outcome === "advance") return undefined;
      const text = `the test of ${version} ended at ${new Date(end.atMs).toISOString()}, as planned`;
      return failRollout(rollout, { kind: "ended", text }, nowMs);
    }
    default:
      return assertNever(end);
  }
}

/** A test that lasts long goes on without an engine once it has been observed for as long as any step. */
function leaveAlone(rollout: Rollout, nowMs: number): Rollout {
  const step = rollout.plan.steps[rollout.stepIndex];
  if (step?.end === undefined || nowMs - rollout.phaseSinceMs < step.observeMs) return rollout;
  const { lease } = releasedLease(rollout);
  return lease === undefined ? rollout : { ...rollout, lease };
}

/** Notes why the share may grow: the step at hand has passed. */
export function passOf(
  { stepIndex }: Pick<Rollout, "stepIndex">,
  { epoch, nowMs }: Pick<SeenAt, "epoch" | "nowMs">,
  by: string,
): NonNullable<Rollout["pass"]> {
  return { epoch, stepIndex: Math.max(0, stepIndex), atMs: nowMs, by };
}

/**
 * All requests are on the candidate, and the old release is warm. Time and evidence both have to lead on: a bake that is
 * over without a pass is no better than a step that is.
 */
export function stepBaking(rollout: Rollout, seen: SeenAt): Rollout {
  return decide(rollout, seen, () =>
    isOverdue(rollout.deadlineMs, seen.nowMs)
      ? goForward(rollout, seen.nowMs, () => promote({ ...rollout, pass: passOf(rollout, seen, "judge") }, seen.nowMs))
      : rollout,
  );
}

export function promote(rollout: Rollout, nowMs: number): Rollout {
  const text = `making ${rollout.candidate.version} the stable release`;
  return enter(rollout, "promoting", nowMs, text, nowMs + rollout.plan.readyTimeoutMs);
}

/** What is not a pass never leads on, and leads back once the phase's time is up. */
function decide(rollout: Rollout, seen: Seen, onPass: (text: string, hotfix?: string) => Rollout): Rollout {
  const asked = demandOf(rollout, seen);
  const isLate = isOverdue(rollout.deadlineMs, seen.judgedAtMs ?? seen.nowMs);
  switch (asked.kind) {
    case "advance":
      return onPass(asked.text, asked.hotfix);
    case "go-back":
      return failRollout(rollout, asked.failure, seen.nowMs);
    case "hold":
      return hold(rollout, asked.failure, seen.nowMs);
    case "undecided":
      return isLate ? failRollout(rollout, asked.failure, seen.nowMs) : rollout;
    case "wait":
      return isLate ? failRollout(rollout, undecided(rollout, seen), seen.nowMs) : leaveAlone(rollout, seen.nowMs);
    default:
      return assertNever(asked);
  }
}

function undecided(rollout: Rollout, { verdict }: Seen): Failure {
  const percent = rollout.plan.steps[rollout.stepIndex]?.candidatePercent;
  return {
    kind: "inconclusive",
    text: `no decision at ${percent} % in time: ${verdict?.evidence.summary ?? "no evidence"}`,
  };
}

/** The step passed: on to the next, or, when all requests are on the candidate, to the bake. */
export function advance(rollout: Rollout, nowMs: number, why: string): Rollout {
  const next = rollout.stepIndex + 1;
  if (next < rollout.plan.steps.length) return shiftTo(rollout, next, nowMs, why);
  const bakeMs = rollout.hotfix === undefined ? rollout.plan.bakeMs : 0;
  const stays =
    rollout.hotfix === undefined
      ? `${rollout.stable?.version ?? "nothing"} stays warm for ${bakeMs / 1000} s`
      : "a hot fix is not baked";
  const baking = enter({ ...rollout, heldMs: 0 }, "baking", nowMs, `${why}; ${stays}`, nowMs + bakeMs);
  return { ...baking, ...releasedLease(baking) };
}

function hold(rollout: Rollout, failure: Failure, nowMs: number): Rollout {
  const { kind, text } = failure;
  const resume = { resume: rollout.phase, resumeDeadlineMs: rollout.deadlineMs ?? nowMs };
  const held = { ...rollout, hold: { kind, reason: text, sinceMs: nowMs, ...resume } };
  const deadlineMs = nowMs + rollout.plan.maxHoldMs - (rollout.heldMs ?? 0);
  return enter(held, "holding", nowMs, `holding at ${rollout.candidatePercent} %: ${text}`, deadlineMs);
}

/** Weight stays as it is, for `maxHoldMs` a step at most; evidence that returns resumes what was interrupted. */
export function stepHolding(rollout: Rollout, seen: Seen): Rollout {
  const { nowMs } = seen;
  const asked = demandOf(rollout, seen);
  if (asked.kind === "go-back") return failRollout(rollout, asked.failure, nowMs);
  if (asked.kind === "advance") return resume(rollout, nowMs);
  // Waiting for traffic ends with enough of it, that is with a pass; a trickle would only restart the clock.
  const isBack = asked.kind === "wait" && rollout.hold?.kind !== "no-traffic";
  if (isBack && !isWithoutCounters(seen)) return resume(rollout, nowMs);
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const reason = rollout.hold?.reason ?? "held without a reason";
  const text = `held for ${rollout.plan.maxHoldMs / 1000} s in vain: ${reason}`;
  return failRollout(rollout, { kind: heldFor(rollout), text }, nowMs);
}

/** "Not decided yet" is no evidence while the metrics have not answered again. */
function isWithoutCounters({ judge }: Seen): boolean {
  return judge !== undefined && judge.provider.consecutiveErrors > 0;
}

function heldFor(rollout: Rollout): Failure["kind"] {
  const kind = rollout.hold?.kind;
  const isOwnReason = kind === "no-traffic" || kind === "shared-cause" || kind === "routing" || kind === "target";
  return isOwnReason ? kind : "no-metrics";
}

function resume(rollout: Rollout, nowMs: number): Rollout {
  const { hold: held, ...rest } = rollout;
  if (held === undefined) return failRollout(rollout, { kind: "target", text: "held without a reason" }, nowMs);
  // A clock that has jumped back must not make a record that nobody can read.
  const heldMs = Math.max(0, nowMs - held.sinceMs);
  const resumed = { ...rest, heldMs: (rollout.heldMs ?? 0) + heldMs };
  return enter(resumed, held.resume, nowMs, "evidence is back", held.resumeDeadlineMs + heldMs);
}
