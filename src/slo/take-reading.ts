import { assertNever } from "../errors/assert-never.ts";
import { coldRatio, compareTick, type TickPhase } from "./compare-tick.ts";
import { type Increment, increment, type Ticks } from "./counter.ts";
import type { MetricsSample } from "./counts.ts";
import type { JudgePolicy } from "./judge-policy.ts";
import type { IndicatorState, JudgeState } from "./judge-state.ts";
import { errors, type IndicatorName, indicatorOf } from "./objective.ts";
import type { Poll } from "./poll.ts";
import { addRecent, addTicks } from "./recent-counts.ts";
import type { Tick } from "./sequential-test.ts";

/** A clock may be this far ahead of ours before its readings are nonsense. */
const maxClockSkewMs = 60_000;

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
      if (read.kind === "first") return takeProbes(answered, sample, "settled", policy);
      const fromMs = state.mark?.atMs ?? sample.atMs;
      const isWarm = fromMs >= state.stepStartedAtMs + policy.warmUpMs;
      const phase = isWarm ? "settled" : state.isFirstStep ? "warmUp" : "laterWarmUps";
      const time = { atMs: sample.atMs, elapsedMs: sample.atMs - fromMs, phase } as const;
      return takeProbes(takeTicks(answered, read.ticks, time, policy), sample, phase, policy);
    }
    default:
      return assertNever(read);
  }
}

function providerError(state: JudgeState, message: string): JudgeState {
  const { consecutiveErrors, lastSampleAtMs } = state.provider;
  return { ...state, provider: { consecutiveErrors: consecutiveErrors + 1, lastSampleAtMs, lastError: message } };
}

/** When a tick was read, what it spans, and how warm the candidate was when it began. */
interface TickTime {
  readonly atMs: number;
  readonly elapsedMs: number;
  readonly phase: TickPhase;
}

/** Probes that cannot be counted are left out: they only ever add to what the users' requests say. */
function takeProbes(state: JudgeState, sample: MetricsSample, phase: TickPhase, policy: JudgePolicy): JudgeState {
  const { atMs, probes } = sample;
  if (probes === undefined || policy.gate === "guards") return state;
  const read: Increment = increment(state.probeMark, { atMs, arms: probes }, Object.keys(state.indicators));
  if (read.kind === "repeat" || read.kind === "invalid") return state;
  const marked = { ...state, probeMark: read.mark };
  if (read.kind === "first") return marked;
  const indicators = Object.entries(state.indicators).map(([name, indicator]) => {
    const tick = read.ticks[name];
    return [
      name,
      tick === undefined ? indicator : compareTick(indicator, { tick, phase, elapsedMs: 0 }, name, policy),
    ] as const;
  });
  const ofErrors = policy.rules === 1 ? undefined : read.ticks[errors];
  const failingRun = ofErrors === undefined ? state.failingRun : failingRunAfter(state.failingRun, ofErrors);
  return { ...marked, failingRun, indicators: Object.fromEntries(indicators) };
}

function takeTicks(state: JudgeState, ticks: Ticks, time: TickTime, policy: JudgePolicy): JudgeState {
  const indicators = Object.entries(state.indicators).map(([name, indicator]) => {
    const tick = ticks[name];
    return [name, tick === undefined ? indicator : takeTick(name, indicator, tick, time, policy)] as const;
  });
  const ofErrors = ticks[errors];
  const failingRun = ofErrors === undefined ? state.failingRun : failingRunAfter(state.failingRun, ofErrors);
  return { ...state, failingRun, indicators: Object.fromEntries(indicators) };
}

function takeTick(
  name: IndicatorName,
  state: IndicatorState,
  tick: Tick,
  { atMs, elapsedMs, phase }: TickTime,
  policy: JudgePolicy,
): IndicatorState {
  const isCold = coldRatio(phase, name, policy) !== undefined;
  const counted = {
    ...state,
    rollout: addTicks(state.rollout, tick),
    step: isCold ? state.step : addTicks(state.step, tick),
    recent: isCold ? state.recent : addRecent(state.recent, atMs, tick),
  };
  // Behind a guards gate the arms' requests are not a random split, so comparing them would prove nothing.
  return policy.gate === "guards" ? counted : compareTick(counted, { tick, phase, elapsedMs }, name, policy);
}

function failingRunAfter(run: JudgeState["failingRun"], tick: Tick): JudgeState["failingRun"] {
  const answeredWell = tick.candidate.failures < tick.candidate.requests;
  const none = { requests: 0, failures: 0 };
  return answeredWell ? { stable: none, candidate: none } : addTicks(run, tick);
}
