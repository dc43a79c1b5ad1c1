import { assertNever } from "../errors/assert-never.ts";
import type { Verdict } from "../slo/verdict.ts";
import { shiftTo } from "./before-traffic.ts";
import { describeStep } from "./describe-step.ts";
import { driftGuard, hardGuard } from "./hard-guards.ts";
import type { PlanStep } from "./plan.ts";
import type { Rollout } from "./record.ts";
import { isOverdue, type Seen } from "./seen.ts";
import { enter, type Failure, failRollout } from "./transition.ts";

/** What a verdict asks of a rollout: `wait` is neither good nor bad, `undecided` is bad only once time is up. */
type Demand =
  | { readonly kind: "advance"; readonly text: string }
  | { readonly kind: "wait" }
  | { readonly kind: "undecided"; readonly failure: Failure }
  | { readonly kind: "hold"; readonly failure: Failure }
  | { readonly kind: "go-back"; readonly failure: Failure };

function demandOf(verdict: Verdict): Demand {
  const text = verdict.evidence.summary;
  switch (verdict.kind) {
    case "pass":
      return { kind: "advance", text };
    case "continue":
      return { kind: "wait" };
    case "fail":
      return { kind: "go-back", failure: { kind: "verdict", text } };
    case "provider-error":
      return { kind: "hold", failure: { kind: "no-metrics", text: `no metrics: ${verdict.message}` } };
    case "skipped":
      return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged: ${text}` } };
    case "inconclusive":
      if (verdict.reason === "no-traffic") return { kind: "hold", failure: { kind: "no-traffic", text } };
      if (verdict.reason === "shared-cause") return { kind: "hold", failure: { kind: "shared-cause", text } };
      return { kind: "undecided", failure: { kind: "inconclusive", text } };
    default:
      return assertNever(verdict);
  }
}

/** Guards first, then the verdict; without a verdict nothing is known, and the rollout holds. */
function demand(rollout: Rollout, { observation, verdict, problem }: Seen): Demand {
  if (observation === undefined) {
    return { kind: "hold", failure: { kind: "target", text: "the target does not answer" } };
  }
  const failure = hardGuard(rollout, observation) ?? driftGuard(rollout, observation);
  if (failure !== undefined) return { kind: "go-back", failure };
  if (verdict === undefined) {
    const why = problem === undefined ? "" : `: ${problem}`;
    return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged${why}` } };
  }
  return demandOf(verdict);
}

/** Warm-up: only guards count. */
export function stepSettling(rollout: Rollout, seen: Seen): Rollout {
  const { observation, nowMs } = seen;
  const failure = observation && (hardGuard(rollout, observation) ?? driftGuard(rollout, observation));
  if (failure !== undefined) return failRollout(rollout, failure, nowMs);
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

export function stepObserving(rollout: Rollout, seen: Seen): Rollout {
  const { version } = rollout.candidate;
  const step = rollout.plan.steps[rollout.stepIndex];
  // Behind a guards gate nothing was compared, so there is nothing to say but that nothing spoke against it.
  const isGuarded = step?.gate === "guards";
  const { nowMs } = seen;
  return decide(
    rollout,
    seen,
    (text) => stepEnd(step ?? {}, rollout, nowMs) ?? advance(rollout, nowMs, isGuarded ? `${version} is well` : text),
  );
}

/** A step that ends by a decision or a date does not end by a pass alone. @returns `undefined` when it may advance */
function stepEnd({ end }: Partial<PlanStep>, rollout: Rollout, nowMs: number): Rollout | undefined {
  if (end === undefined) return undefined;
  const { version } = rollout.candidate;
  switch (end.kind) {
    case "decision":
      if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
      return failRollout(rollout, { kind: "ended", text: `nobody decided about ${version} in time` }, nowMs);
    case "date": {
      if (nowMs < end.atMs) return rollout;
      if (end.outcome === "advance") return undefined;
      const text = `the test of ${version} ended at ${new Date(end.atMs).toISOString()}, as planned`;
      return failRollout(rollout, { kind: "ended", text }, nowMs);
    }
    default:
      return assertNever(end);
  }
}

/**
 * All requests are on the candidate, and the old release is warm. Time and evidence both have to lead on: a bake that is
 * over without a pass is no better than a step that is.
 */
export function stepBaking(rollout: Rollout, seen: Seen): Rollout {
  return decide(rollout, seen, () =>
    isOverdue(rollout.deadlineMs, seen.nowMs) ? promote(rollout, seen.nowMs) : rollout,
  );
}

function promote(rollout: Rollout, nowMs: number): Rollout {
  const text = `making ${rollout.candidate.version} the stable release`;
  return enter(rollout, "promoting", nowMs, text, nowMs + rollout.plan.readyTimeoutMs);
}

/** What is not a pass never leads on, and leads back once the phase's time is up. */
function decide(rollout: Rollout, seen: Seen, onPass: (text: string) => Rollout): Rollout {
  const asked = demand(rollout, seen);
  const isLate = isOverdue(rollout.deadlineMs, seen.judgedAtMs ?? seen.nowMs);
  switch (asked.kind) {
    case "advance":
      return onPass(asked.text);
    case "go-back":
      return failRollout(rollout, asked.failure, seen.nowMs);
    case "hold":
      return hold(rollout, asked.failure, seen.nowMs);
    case "undecided":
      return isLate ? failRollout(rollout, asked.failure, seen.nowMs) : rollout;
    case "wait":
      return isLate ? failRollout(rollout, undecided(rollout, seen), seen.nowMs) : rollout;
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
function advance(rollout: Rollout, nowMs: number, why: string): Rollout {
  const next = rollout.stepIndex + 1;
  if (next < rollout.plan.steps.length) return shiftTo(rollout, next, nowMs, why);
  const bake = `${why}; ${rollout.stable?.version ?? "nothing"} stays warm for ${rollout.plan.bakeMs / 1000} s`;
  return enter({ ...rollout, heldMs: 0 }, "baking", nowMs, bake, nowMs + rollout.plan.bakeMs);
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
  const asked = demand(rollout, seen);
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
  return kind === "no-traffic" || kind === "shared-cause" || kind === "target" ? kind : "no-metrics";
}

function resume(rollout: Rollout, nowMs: number): Rollout {
  const { hold: held, ...rest } = rollout;
  if (held === undefined) return failRollout(rollout, { kind: "target", text: "held without a reason" }, nowMs);
  const heldMs = nowMs - held.sinceMs;
  const resumed = { ...rest, heldMs: (rollout.heldMs ?? 0) + heldMs };
  return enter(resumed, held.resume, nowMs, "evidence is back", held.resumeDeadlineMs + heldMs);
}
