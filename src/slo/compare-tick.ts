import { advanceChange } from "./change-test.ts";
import { addContrast } from "./contrast.ts";
import { type JudgePolicy, marginOf } from "./judge-policy.ts";
import type { IndicatorState } from "./judge-state.ts";
import type { PastContrast } from "./learnt-margin.ts";
import { lostInFlight } from "./moved-instance.ts";
import { errors, type IndicatorName } from "./objective.ts";
import { advanceSafe2x2 } from "./safe-2x2.ts";
import { advance, advanceBy, logLikelihoodRatios, type Tick } from "./sequential-test.ts";

/** When a tick began: with a warm candidate, or while it was warming up in the first or a later step. */
export type TickPhase = keyof PastContrast;

/** Where history shows that nothing is special about a warm-up, nothing is made of it. */
const quietWarmUpRatio = 1.5;

/** How many times as often as stable a cold candidate may fail now; `undefined` when it counts as warm. */
export function coldRatio(phase: TickPhase, name: IndicatorName, policy: JudgePolicy): number | undefined {
  if (phase === "settled") return undefined;
  const { warmUpRiskRatio, laterWarmUpRiskRatio } = marginOf(policy, name);
  const ratio = phase === "warmUp" ? warmUpRiskRatio : laterWarmUpRiskRatio;
  return ratio > quietWarmUpRatio ? ratio : undefined;
}

/** One tick and when it was. */
export interface TimedTick {
  readonly tick: Tick;
  readonly phase: TickPhase;
  /** 0 for what was counted beside another tick of the same span. */
  readonly elapsedMs: number;
}

/**
 * Adds one tick to the tests. A cold tick says nothing for or against the warm release, so it is no part of what has to
 * be seen for a pass either.
 */
export function compareTick(
  state: IndicatorState,
  { tick, phase, elapsedMs }: TimedTick,
  name: IndicatorName,
  policy: JudgePolicy,
): IndicatorState {
  const contrast = { ...state.contrast, [phase]: addContrast(state.contrast[phase], tick) };
  const riskRatio = coldRatio(phase, name, policy);
  // The border may differ from tick to tick: each is compared with its own.
  if (riskRatio !== undefined) return { ...state, contrast, warmUp: advance({ ...state.warmUp, riskRatio }, tick) };
  const forgiven = forgivenFailures(state, { tick, elapsedMs }, name, policy);
  const ratios = logLikelihoodRatios(state.degraded, less(tick, forgiven));
  return {
    ...state,
    hasForgiven: state.hasForgiven || forgiven > 0,
    contrast,
    degraded: advanceBy(state.degraded, tick, ratios),
    changed: advanceChange(state.changed, ratios, elapsedMs),
    nonInferior: advance(state.nonInferior, tick),
    safe2x2: advanceSafe2x2(state.safe2x2, tick),
  };
}

/** Fewer failures on the candidate are only ever less evidence against it, so what is proven of the test stays so. */
function forgivenFailures(
  state: IndicatorState,
  { tick, elapsedMs }: Pick<TimedTick, "tick" | "elapsedMs">,
  name: IndicatorName,
  { rules }: JudgePolicy,
): number {
  if (rules < 3 || state.hasForgiven || name !== errors) return 0;
  return lostInFlight(state.degraded.compared, tick, elapsedMs);
}

function less({ stable, candidate }: Tick, failures: number): Tick {
  return { stable, candidate: { ...candidate, failures: candidate.failures - failures } };
}
