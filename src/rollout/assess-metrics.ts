import type { MetricsSample } from "../slo/counts.ts";
import type { EvidenceTrace } from "../slo/evidence-trace.ts";
import { judge } from "../slo/judge.ts";
import { type JudgeState, startStep } from "../slo/judge-state.ts";
import type { Poll, Reading } from "../slo/poll.ts";
import type { Verdict } from "../slo/verdict.ts";
import { type Assess, lastLookMs } from "./assess.ts";
import { type CheckCounted, createCheckCounted, withUncounted } from "./check-counted.ts";
import { countedIndicators, countServed, isCounting } from "./count-served.ts";
import { withPoll, withStep } from "./evidence.ts";
import { countSmoke, judgeSmoke, noSmoke, type SmokeCount } from "./judge-smoke.ts";
import { bakeKey, judgedStep, type StepToJudge, type ToJudge } from "./judged-step.ts";
import { type JudgedRequest, policyFor, policyUntil } from "./policy-for.ts";
import type { Observation } from "./ports.ts";
import { createPreflight } from "./preflight.ts";
import { readMetrics } from "./read-metrics.ts";
import type { Rollout } from "./record.ts";
import type { EnginePorts } from "./request.ts";
import { createServiceWatch, quiet, withServiceState } from "./watch-service.ts";

/** What the judge knows of the step with this key. */
interface Memory {
  readonly key: string;
  state: JudgeState;
  smoke: SmokeCount;
  evidence: EvidenceTrace;
  readonly checkCounted: CheckCounted;
}

/**
 * The opinion of the judge on counted requests. It reads the metrics at each poll while the candidate may serve, also
 * when nothing is decided, so that the report says what each arm served.
 *
 * @throws TidegateError `invalid-configuration` at once when the judge could not work with a step of the plan
 */
export function createAssess(request: JudgedRequest, ports: Pick<EnginePorts, "metrics" | "clock">): Assess {
  for (const step of request.plan.steps) policyFor(request, step);
  const indicators = countedIndicators(request.objectives);
  const preflight = createPreflight(request, ports);
  const watchService = createServiceWatch(request, ports);
  let judging: Memory | undefined;

  return async (rollout, observation) => {
    if (rollout.phase === "preparing") return { preflight: await preflight(rollout, limitMs(rollout)) };
    if (!isCounting(rollout, observation)) return {};
    const reading = await readMetrics(ports.metrics, ports.clock, limitMs(rollout));
    const counted = reading.kind === "sample" ? countServed(rollout, reading.sample, indicators) : {};
    const asked = judgedStep(rollout);
    if (asked === undefined) return counted;
    const poll = pollOf(observation, readingFor(asked.step, reading), ports.clock.nowMs());
    if (judging?.key !== asked.key) judging = remember(request, rollout, asked, judging);
    const policy = policyUntil(request, asked, rollout, judging.state.stepStartedAtMs);
    const judged = judge(judging.state, poll, policy);
    judging.state = judged.state;
    judging.evidence = withPoll(judging.evidence, poll, judged.verdict, policy.maxDurationMs);
    const { state, evidence, key } = judging;
    const service = key === bakeKey ? await watchService(state.stepStartedAtMs, limitMs(rollout)) : quiet;
    const smoked = withSmoke(judging, asked, reading, judged.verdict);
    const counting = withUncounted(smoked, judging.checkCounted(asked.step, readingFor(asked.step, reading)));
    const verdict = withServiceState(counting, service);
    return { ...counted, verdict, judge: state, judgedStep: key, judgedAtMs: poll.atMs, evidence };
  };
}

/** Whoever takes over goes on with the memory in the record. */
function remember(request: JudgedRequest, rollout: Rollout, asked: ToJudge, own: Memory | undefined): Memory {
  const { key, step } = asked;
  const indicators = countedIndicators(request.objectives);
  const known = isAbout(rollout.judge, indicators) ? rollout.judge : undefined;
  const evidence = own?.evidence ?? rollout.evidence;
  const fresh = { key, smoke: noSmoke, checkCounted: createCheckCounted() };
  const policy = policyFor(request, step, rollout.margins);
  if (own === undefined && known !== undefined && rollout.judgedStep === key) {
    return { ...fresh, state: known, evidence: evidence ?? withStep(undefined, policy, known) };
  }
  // By the rollout's clock, so that its deadline and the judge's are one moment, however slow the first answer was.
  const state = startStep(own?.state ?? known, policy, asked.startedAtMs);
  return { ...fresh, state, evidence: withStep(evidence, policy, state) };
}

/** What the step's own probes say, where they decide. While the candidate settles they are not asked yet. */
function withSmoke(memory: Memory, { step, isSettling }: ToJudge, reading: Reading, guards: Verdict): Verdict {
  const probes = step.gate === "smoke" ? step.rules?.probes : undefined;
  if (reading.kind === "sample") memory.smoke = countSmoke(isSettling ? noSmoke : memory.smoke, reading.sample);
  return probes === undefined || isSettling ? guards : judgeSmoke(guards, memory.smoke, probes);
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
