import { judge } from "../slo/judge.ts";
import { type JudgedStep, type JudgePolicy, judgePolicy } from "../slo/judge-policy.ts";
import { type JudgeState, startStep } from "../slo/judge-state.ts";
import type { Poll, Reading } from "../slo/poll.ts";
import { type Assess, lastLookMs } from "./assess.ts";
import { countedIndicators, countServed, isCounting } from "./count-served.ts";
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
  let judging: { readonly key: string; state: JudgeState } | undefined;

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
      judging = { key: step.key, state };
    }
    const policy = policyUntil(request, step.step, rollout, judging.state);
    const { verdict, state } = judge(judging.state, pollOf(observation, reading, atMs), policy);
    judging.state = state;
    return { ...counted, verdict, judge: state, judgedAtMs: atMs };
  };
}

function policyFor(request: RolloutRequest, step: JudgedStep): JudgePolicy {
  const { objectives, judge: settings, plan } = request;
  return judgePolicy({ objectives, settings, step, pollMs: plan.pollMs });
}

/** Time held is not time judged: the judge's limit is the rollout's deadline, which moves with it. */
function policyUntil(
  request: RolloutRequest,
  step: JudgedStep,
  { deadlineMs }: Rollout,
  state: JudgeState,
): JudgePolicy {
  const untilDeadlineMs = Math.round((deadlineMs ?? 0) - state.stepStartedAtMs);
  const maxObserveMs = Math.max(step.observeMs, untilDeadlineMs);
  return policyFor(request, { ...step, maxObserveMs });
}

/** What is judged in this phase: the step, or, behind the key `bake`, the candidate alone with all the traffic. */
function judgedStep(rollout: Rollout): { readonly key: string; readonly step: JudgedStep } | undefined {
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
