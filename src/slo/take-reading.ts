import { assertNever } from "../errors/assert-never.ts";
import { increment, type Ticks } from "./counter.ts";
import type { MetricsSample } from "./counts.ts";
import type { JudgePolicy } from "./judge-policy.ts";
import type { IndicatorState, JudgeState } from "./judge-state.ts";
import { type IndicatorName, indicatorOf } from "./objective.ts";
import type { Poll } from "./poll.ts";
import { addRecent, addTicks } from "./recent-counts.ts";
import { advanceSafe2x2 } from "./safe-2x2.ts";
import { advance, type Tick } from "./sequential-test.ts";

/** A clock may be this far ahead of ours before its readings are nonsense. */
const maxClockSkewMs = 60_000;

/** The indicator by which a candidate that answers nothing well is caught, whether or not it has an objective. */
const errors: IndicatorName = "errors";

/** Adds what the metrics answered to the judge's memory. What cannot be is an error of the provider and not counted. */
export function takeReading(state: JudgeState, poll: Poll, policy: JudgePolicy): JudgeState {
  switch (poll.reading.kind) {
    case "none":
      return policy.gate === "guards" ? state : providerError(state, "no metrics are configured");
    case "unavailable":
      return providerError(state, poll.reading.message);
    case "sample":
      return takeSample(state, poll.reading.sample, poll.atMs, policy);
    default:
      return assertNever(poll.reading);
  }
}

function takeSample(state: JudgeState, sample: MetricsSample, atMs: number, policy: JudgePolicy): JudgeState {
  if (sample.atMs > atMs + maxClockSkewMs) {
    return providerError(state, `the counters were read ${(sample.atMs - atMs) / 1000} s in the future`);
  }
  const declared = policy.objectives.map(indicatorOf);
  const read = increment(state.mark, sample, declared.includes(errors) ? declared : [...declared, errors]);
  switch (read.kind) {
    case "invalid":
      return providerError(state, read.message);
    case "repeat":
      return { ...state, provider: { consecutiveErrors: 0, lastSampleAtMs: state.provider.lastSampleAtMs } };
    case "first":
    case "tick": {
      const answered = { ...state, mark: read.mark, provider: { consecutiveErrors: 0, lastSampleAtMs: sample.atMs } };
      return read.kind === "first" ? answered : takeTicks(answered, read.ticks, sample.atMs, policy);
    }
    default:
      return assertNever(read);
  }
}

function providerError(state: JudgeState, message: string): JudgeState {
  const { consecutiveErrors, lastSampleAtMs } = state.provider;
  return { ...state, provider: { consecutiveErrors: consecutiveErrors + 1, lastSampleAtMs, lastError: message } };
}

function takeTicks(state: JudgeState, ticks: Ticks, atMs: number, policy: JudgePolicy): JudgeState {
  const indicators = Object.entries(state.indicators).map(([name, indicator]) => {
    const tick = ticks[name];
    return [name, tick === undefined ? indicator : takeTick(indicator, tick, atMs, policy)] as const;
  });
  const ofErrors = ticks[errors];
  const failingRun = ofErrors === undefined ? state.failingRun : failingRunAfter(state.failingRun, ofErrors);
  return { ...state, failingRun, indicators: Object.fromEntries(indicators) };
}

function takeTick(state: IndicatorState, tick: Tick, atMs: number, policy: JudgePolicy): IndicatorState {
  const counted = {
    ...state,
    rollout: addTicks(state.rollout, tick),
    step: addTicks(state.step, tick),
    recent: addRecent(state.recent, atMs, tick),
  };
  // Behind a guards gate the arms' requests are not a random split, so comparing them would prove nothing.
  if (policy.gate === "guards") return counted;
  return {
    ...counted,
    degraded: advance(state.degraded, tick),
    nonInferior: advance(state.nonInferior, tick),
    safe2x2: advanceSafe2x2(state.safe2x2, tick),
  };
}

function failingRunAfter(run: JudgeState["failingRun"], tick: Tick): JudgeState["failingRun"] {
  const answeredWell = tick.candidate.failures < tick.candidate.requests;
  const none = { requests: 0, failures: 0 };
  return answeredWell ? { stable: none, candidate: none } : addTicks(run, tick);
}
