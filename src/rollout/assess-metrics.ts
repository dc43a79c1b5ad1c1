import type { MetricsSample } from "../slo/counts.ts";
import { judge } from "../slo/judge.ts";
import { type JudgedStep, type JudgePolicy, judgePolicy } from "../slo/judge-policy.ts";
import { type JudgeState, startStep } from "../slo/judge-state.ts";
import type { Poll, Reading } from "../slo/poll.ts";
import { type Assess, lastLookMs } from "./assess.ts";
import { countedIndicators, countServed, isCounting } from "./count-served.ts";
import { countSmoke, judgeSmoke, noSmoke, type SmokeCount } from "./judge-smoke.ts";
import type { PlanStep } from "./plan.ts";
import type { Observation } from "./ports.ts";
import { readMetrics } from "./read-metrics.ts";
import type { Rollout } from "./record.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";

/** What the judge knows of the step with this key. */
interface Memory {
  readonly key: string;
  state: JudgeState;
  smoke: SmokeCount;
}

interface ToJudge {
  readonly key: string;
  readonly step: StepToJudge;
}

type JudgedRequest = Pick<RolloutRequest, "plan" | "objectives" | "judge">;

/**
 * The opinion of the judge on counted requests. It reads the metrics at each poll while the candidate may serve, also
 * when nothing is decided, so that the report says what each arm served.
 *
 * @throws TidegateError `invalid-configuration` at once when the judge could not work with a step of the plan
 */
export function createAssess(request: JudgedRequest, ports: Pick<EnginePorts, "metrics" | "clock">): Assess {
  for (const step of request.plan.steps) policyFor(request, step);
  const indicators = countedIndicators(request.objectives);
  let judging: Memory | undefined;

  /** Whoever takes over goes on with the memory in the record. */
  function remember(rollout: Rollout, { key, step }: ToJudge, own: JudgeState | undefined): Memory {
    const known = isAbout(rollout.judge, indicators) ? rollout.judge : undefined;
    if (own === undefined && known !== undefined && rollout.judgedStep === key) {
      return { key, state: known, smoke: noSmoke };
    }
    // By the rollout's clock, so that its deadline and the judge's are one moment, however slow the first answer was.
    const state = startStep(own ?? known, policyFor(request, step), rollout.phaseSinceMs);
    return { key, state, smoke: noSmoke };
  }

  return async (rollout, observation) => {
    if (!isCounting(rollout, observation)) return {};
    const reading = await readMetrics(ports.metrics, ports.clock, limitMs(rollout));
    const counted = reading.kind === "sample" ? countServed(rollout, reading.sample, indicators) : {};
    const step = judgedStep(rollout);
    if (step === undefined) return counted;
    const atMs = ports.clock.nowMs();
    // Whoever takes over goes on with the memory in the record.
    if (judging?.key !== step.key) judging = remember(rollout, step, judging?.state);
    const policy = policyUntil(request, step.step, rollout, judging.state);
    const judged = judge(judging.state, pollOf(observation, readingFor(step.step, reading), atMs), policy);
    judging.state = judged.state;
    if (reading.kind === "sample") judging.smoke = countSmoke(judging.smoke, reading.sample);
    const { gate, rules } = step.step;
    const probes = gate === "smoke" ? rules?.probes : undefined;
    const verdict = probes === undefined ? judged.verdict : judgeSmoke(judged.verdict, judging.smoke, probes);
    return { ...counted, verdict, judge: judged.state, judgedStep: step.key, judgedAtMs: atMs };
  };
}

type StepToJudge = Pick<PlanStep, "candidatePercent" | "gate" | "observeMs" | "maxObserveMs" | "rules">;

/** A smoke gate is the guards' and the probes' together. */
function policyFor(request: JudgedRequest, asked: StepToJudge): JudgePolicy {
  const { gate, observeMs, maxObserveMs } = asked;
  const { objectives, judge: settings, plan } = request;
  const step: JudgedStep = { gate: gate === "smoke" ? "guards" : gate, observeMs, maxObserveMs };
  return judgePolicy({ objectives, settings, step, pollMs: plan.pollMs, askedShare: askedShareOf(asked) });
}

/**
 * The share that the counted requests must have, 0..1. Only where the target splits by request: users differ in how much
 * they ask for, and copies are left out when there are too many.
 */
function askedShareOf({ candidatePercent, gate, rules }: StepToJudge): number | undefined {
  const { match, sticky, mirrorPercent } = rules ?? {};
  const isSplit = match === undefined && sticky === undefined && mirrorPercent === undefined;
  if (gate !== "statistics" || !isSplit || candidatePercent <= 0 || candidatePercent >= 100) return undefined;
  return candidatePercent / 100;
}

/** While a candidate only gets copies, its answers to them are what is compared. */
function readingFor({ rules }: StepToJudge, reading: Reading): Reading {
  if (rules?.mirrorPercent === undefined || reading.kind !== "sample") return reading;
  return { kind: "sample", sample: withMirrored(reading.sample) };
}

function withMirrored({ mirrored, ...sample }: MetricsSample): MetricsSample {
  const { stable } = sample.arms;
  const arms = {
    ...(stable === undefined ? {} : { stable }),
    ...(mirrored === undefined ? {} : { candidate: mirrored }),
  };
  return { ...sample, arms };
}

/** Objectives may have been changed since the memory was written; then it is of no use. */
function isAbout(state: JudgeState | undefined, indicators: readonly string[]): boolean {
  return state !== undefined && indicators.every((name) => state.indicators[name] !== undefined);
}

/** Time held is not time judged: the judge's limit is the rollout's deadline, which moves with it. */
function policyUntil(
  request: JudgedRequest,
  step: StepToJudge,
  { deadlineMs }: Rollout,
  state: JudgeState,
): JudgePolicy {
  const untilDeadlineMs = Math.round((deadlineMs ?? 0) - state.stepStartedAtMs);
  const maxObserveMs = Math.max(step.observeMs, untilDeadlineMs);
  return policyFor(request, { ...step, maxObserveMs });
}

/** What is judged in this phase: the step, or, behind the key `bake`, the candidate alone with all the traffic. */
function judgedStep(rollout: Rollout): ToJudge | undefined {
  const phase = rollout.hold?.resume ?? rollout.pause?.resume ?? rollout.phase;
  const step = rollout.plan.steps[rollout.stepIndex];
  if (phase === "baking") {
    return {
      key: "bake",
      step: { candidatePercent: 100, gate: "guards", observeMs: 0, maxObserveMs: rollout.plan.bakeMs },
    };
  }
  return phase === "observing" && step !== undefined ? { key: `step ${rollout.stepIndex}`, step } : undefined;
}

/** Shorter than the lease: an engine that waits for metrics as long as for that would have lost it. */
function limitMs({ phase, plan }: Rollout): number {
  if (phase === "rolling-back" || phase === "rollback-failed") return lastLookMs / 2;
  return Math.min(Math.max(plan.pollMs, 2 * lastLookMs), plan.leaseMs / 2);
}

function pollOf({ arms }: Observation, reading: Reading, atMs: number): Poll {
  const { candidate } = arms;
  if (candidate === undefined) return { atMs, reading };
  const { ready, restarts, notReadyReason } = candidate;
  return { atMs, reading, candidate: { ready, restarts, notReadyReason } };
}
