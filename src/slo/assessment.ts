import { exceeds } from "./beyond-chance.ts";
import {
  type Attribution,
  attribute,
  type BurnTier,
  burnRate,
  burns,
  burnTiers,
  type WindowCounts,
} from "./burn-rate.ts";
import { logChangeEvidence } from "./change-test.ts";
import { burnsCold } from "./cold-burn.ts";
import type { Counts } from "./counts.ts";
import { type JudgePolicy, marginOf, weightOf } from "./judge-policy.ts";
import type { IndicatorState } from "./judge-state.ts";
import { logSumExp } from "./log-sum-exp.ts";
import { type IndicatorName, indicatorOf, type Objective } from "./objective.ts";
import { requiredRequests } from "./power.ts";
import { addTicks, windowCounts } from "./recent-counts.ts";
import {
  advance,
  logEvidence,
  logNullBeyond,
  type SequentialState,
  startSequentialTest,
  type Tick,
} from "./sequential-test.ts";

/** What the counts say about one objective, before anything is decided. */
export interface Assessment {
  readonly indicator: IndicatorName;
  readonly objective: Objective;
  readonly state: IndicatorState;
  /** The counts behind `logEvidence`. */
  readonly compared: Tick;
  /** Natural logarithm of the evidence that the candidate is worse. */
  readonly logEvidence: number;
  /** The evidence at which this indicator alone fails the candidate: its share of α, by the weighted Bonferroni rule. */
  readonly limit: number;
  /** The same for the warm-ups, which spend a part of α of their own. */
  readonly warmUp: {
    readonly logEvidence: number;
    readonly limit: number;
    /** It fails more often than any cold start may, whatever stable does. */
    readonly burns: boolean;
  };
  readonly burnRate: { readonly stable?: number; readonly candidate?: number };
  /** The tier by which the candidate burns and the evidence suffices to blame it; undefined otherwise. */
  readonly blamedTier: BurnTier | undefined;
  readonly attribution: Attribution | "unattributed";
  /** Candidate requests this step needs to see what it is asked to. */
  readonly requiredRequests: number;
  readonly logNonInferiority: number;
  readonly provenGood: boolean;
  /** Over its objective beyond chance and worse than stable, though not provably so. */
  readonly suspicious: boolean;
}

export function assess(objective: Objective, state: IndicatorState, atMs: number, policy: JudgePolicy): Assessment {
  const indicator = indicatorOf(objective);
  const compared = comparedCounts(state, policy);
  const evidence =
    policy.gate === "statistics"
      ? evidenceOf(state, indicator, policy)
      : evidenceAgainstHistory(compared, indicator, policy);
  const alpha = policy.alpha * weightOf(policy, indicator);
  const hasWarmUp = policy.warmUpMs > 0;
  const limit = 1 / (alpha * (hasWarmUp ? 1 - (policy.rules === 1 ? warmUpPart : coldBurnPart) : 1));
  const candidate = windowCounts(state.recent, atMs, "candidate");
  const stable = stableWindows(state, atMs);
  return {
    indicator,
    objective,
    state,
    compared,
    logEvidence: evidence,
    limit,
    warmUp: {
      logEvidence: policy.rules === 1 ? logEvidence(state.warmUp) : 0,
      limit: hasWarmUp && policy.rules === 1 ? 1 / (alpha * warmUpPart) : Number.POSITIVE_INFINITY,
      burns: policy.rules !== 1 && burnsCold(state.warmUp, objective),
    },
    burnRate: burnRates(candidate, stable, objective),
    blamedTier: blamedTier(candidate, stable, objective, evidence),
    attribution: attributionOf(candidate, stable, objective),
    // Only a pass asks for these.
    get requiredRequests() {
      return plannedRequests(objective, state, limit, policy);
    },
    get logNonInferiority() {
      return logEvidence(state.nonInferior);
    },
    get provenGood() {
      return logEvidence(state.nonInferior) >= Math.log(1 / policy.beta);
    },
    get suspicious() {
      return isSuspicious(state.step.candidate, warmCounts(state, policy).stable, objective, policy);
    },
  };
}

/** The part of α that is kept for the burn of cold candidates, which asks for less evidence. */
const coldBurnPart = 0.2;

/** By the first rules, the part of α that is kept for warm-ups. What is caught there fails so often that it hardly costs time. */
const warmUpPart = 0.1;

/** How the evidence is staked: on warm requests alone, on those of warm-ups alone, and on both. */
const stakes = { settled: 0.55, warmUp: 0.1, both: 0.35 };
const logWarmUpStake = Math.log(stakes.warmUp);

/**
 * The evidence of warm requests and that of warm-ups, which are against different borders, of different ticks. As each
 * tick moves only one of them, their product is evidence too, and so is a weighted mean of all three.
 */
function evidenceOf(state: IndicatorState, indicator: IndicatorName, policy: JudgePolicy): number {
  const { spread } = marginOf(policy, indicator);
  const settled = beyond(state.degraded, spread, logChangeEvidence(state.changed));
  if (policy.rules === 1 || policy.warmUpMs === 0) return settled;
  // Where no warm-up was compared, as most often, there is nothing to add up.
  if (state.warmUp.compared.candidate.requests === 0)
    return logSumExp([Math.log(1 - stakes.warmUp) + settled, logWarmUpStake]);
  const warmUp = logEvidence(state.warmUp);
  return logSumExp([
    Math.log(stakes.settled) + settled,
    Math.log(stakes.warmUp) + warmUp,
    Math.log(stakes.both) + settled + warmUp,
  ]);
}

/** Behind a guards gate stable serves little or nothing, so what it did earlier in the rollout stands in for it. */
function warmCounts(state: IndicatorState, policy: JudgePolicy): Tick {
  if (policy.gate === "statistics") return state.degraded.compared;
  return { stable: state.rollout.stable, candidate: state.step.candidate };
}

/** What was compared, warm or not. */
function comparedCounts(state: IndicatorState, policy: JudgePolicy): Tick {
  const { compared } = state.degraded;
  const isAll = policy.gate === "statistics" && policy.rules !== 1;
  return isAll ? addTicks(compared, state.warmUp.compared) : warmCounts(state, policy);
}

/**
 * One look at candidate against past: no valid sequential test, as stable does not run beside it any more. Good enough
 * to ask whether a burn, which is absolute, fits the release.
 */
function evidenceAgainstHistory(compared: Tick, indicator: IndicatorName, policy: JudgePolicy): number {
  const { riskRatio, spread } = marginOf(policy, indicator);
  const test = advance(startSequentialTest({ riskRatio }), compared);
  return beyond(test, spread, logEvidence(test));
}

/** Evidence against the border as evidence against what the spread explains; not asked where there is none. */
function beyond(test: SequentialState, spread: number, evidence: number): number {
  return evidence > 0 ? evidence - logNullBeyond(test, spread) : evidence;
}

function stableWindows(state: IndicatorState, atMs: number): WindowCounts | undefined {
  const recent = windowCounts(state.recent, atMs, "stable");
  if (recent.every((counts) => counts.requests > 0)) return recent;
  const { stable } = state.rollout;
  return stable.requests > 0 ? [stable, stable] : undefined;
}

function burnRates(
  candidate: WindowCounts,
  stable: WindowCounts | undefined,
  objective: Objective,
): Assessment["burnRate"] {
  const ofCandidate = burnRate(candidate[0], objective);
  const ofStable = stable === undefined ? undefined : burnRate(stable[0], objective);
  return {
    ...(ofCandidate === undefined ? {} : { candidate: ofCandidate }),
    ...(ofStable === undefined ? {} : { stable: ofStable }),
  };
}

function attributionOf(
  candidate: WindowCounts,
  stable: WindowCounts | undefined,
  objective: Objective,
): Assessment["attribution"] {
  const burning = (windows: WindowCounts) => burnTiers.some((tier) => burns(windows, objective, tier));
  if (stable === undefined) return burning(candidate) ? "unattributed" : "none";
  return attribute({ candidate: burning(candidate), stable: burning(stable) });
}

function blamedTier(
  candidate: WindowCounts,
  stable: WindowCounts | undefined,
  objective: Objective,
  evidence: number,
): BurnTier | undefined {
  if (stable === undefined) return undefined;
  // A burn that stable shares is no reason to ask for less evidence than otherwise.
  if (burnTiers.some((tier) => burns(stable, objective, tier))) return undefined;
  return burnTiers.find((tier) => burns(candidate, objective, tier) && evidence > Math.log(tier.minEvidence));
}

function plannedRequests(objective: Objective, state: IndicatorState, limit: number, policy: JudgePolicy): number {
  const { stable, candidate } = state.nonInferior.compared;
  const requests = stable.requests + candidate.requests;
  const baselineRatio = 1 - objective.target;
  return requiredRequests({
    baselineRatio,
    // No more than every request can fail.
    detectRatio: Math.min(policy.detectRatio, 1 / baselineRatio),
    alpha: 1 / limit,
    riskRatio: marginOf(policy, indicatorOf(objective)).riskRatio,
    candidateShare: requests === 0 ? 0 : candidate.requests / requests,
  });
}

/** Below this probability, a candidate that meets its objective does not fail as often by chance. */
const suspicionLevel = 0.01;

function isSuspicious(candidate: Counts, stable: Counts, objective: Objective, policy: JudgePolicy): boolean {
  if (!exceeds(candidate, 1 - objective.target, suspicionLevel)) return false;
  if (stable.requests === 0) return true;
  const border = (policy.riskRatio * stable.failures) / stable.requests;
  return candidate.failures / candidate.requests > border;
}
