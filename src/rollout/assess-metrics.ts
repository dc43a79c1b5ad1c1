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

/**
 * The opinion of the judge on counted requests. It reads the metrics at each poll while the candidate may serve, also
 * when nothing is decided, so that the report says what each arm served.
 *
 * @throws TidegateError `invalid-configuration` at once when the judge could not work with a step of the plan
 */
export function createAssess(request: RolloutRequest, ports: EnginePorts): Assess {
  for (const step of request.plan.steps) policyFor(request, step);
  const indicators = countedIndicators(request.objectives);
  let judging: { readonly key: string; state: JudgeState; smoke: SmokeCount } | undefined;

  return async (rollout, observation) => {
    if (!isCounting(rollout, observation)) return {};
    const reading = await readMetrics(ports.metrics, ports.clock, limitMs(rollout));
    const counted = reading.kind === "sample" ? countServed(rollout, reading.sample, indicators) : {};
    const step = judgedStep(rollout);
    if (step === undefined) return counted;
    const atMs = ports.clock.nowMs();
    if (judging?.key !== step.key) {
      // By the rollout's clock, so that its deadline and the judge's are one moment, however slow the first answer was.
      const state = startStep(judging?.state, policyFor(request, step.step), rollout.phaseSinceMs);
      judging = { key: step.key, state, smoke: noSmoke };
    }
    const policy = policyUntil(request, step.step, rollout, judging.state);
    const judged = judge(judging.state, pollOf(observation, readingFor(step.step, reading), atMs), policy);
    judging.state = judged.state;
    if (reading.kind === "sample") judging.smoke = countSmoke(judging.smoke, reading.sample);
    const { gate, rules } = step.step;
    const probes = gate === "smoke" ? rules?.probes : undefined;
    const verdict = probes === undefined ? judged.verdict : judgeSmoke(judged.verdict, judging.smoke, probes);
    return { ...counted, verdict, judge: judged.state, judgedAtMs: atMs };
  };
}

type StepToJudge = Pick<PlanStep, "gate" | "observeMs" | "maxObserveMs" | "rules">;

/** A smoke gate is the guards' and the probes' together. */
function policyFor(request: RolloutRequest, { gate, observeMs, maxObserveMs }: StepToJudge): JudgePolicy {
  const { objectives, judge: settings, plan } = request;
  const step: JudgedStep = { gate: gate === "smoke" ? "guards" : gate, observeMs, maxObserveMs };
  return judgePolicy({ objectives, settings, step, pollMs: plan.pollMs });
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

/** Time held is not time judged: the judge's limit is the rollout's deadline, which moves with it. */
function policyUntil(
  request: RolloutRequest,
  step: StepToJudge,
  { deadlineMs }: Rollout,
  state: JudgeState,
): JudgePolicy {
  const untilDeadlineMs = Math.round((deadlineMs ?? 0) - state.stepStartedAtMs);
  const maxObserveMs = Math.max(step.observeMs, untilDeadlineMs);
  return policyFor(request, { ...step, maxObserveMs });
}

/** What is judged in this phase: the step, or, behind the key `bake`, the candidate alone with all the traffic. */
function judgedStep(rollout: Rollout): { readonly key: string; readonly step: StepToJudge } | undefined {
  const phase = rollout.phase === "holding" ? rollout.hold?.resume : rollout.phase;
  const step = rollout.plan.steps[rollout.stepIndex];
  if (phase === "baking") {
    return { key: "bake", step: { gate: "guards", observeMs: 0, maxObserveMs: rollout.plan.bakeMs } };
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
