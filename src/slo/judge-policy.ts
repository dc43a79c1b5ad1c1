import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import { type Margin, marginSchema } from "./learnt-margin.ts";
import { type IndicatorName, indicatorOf, type Objective } from "./objective.ts";
import { objectiveSchema } from "./objective-schema.ts";

const share = z.number().gt(0).lt(1);
const durationMs = z.number().int().min(0);

/** How one step of a rollout is judged. */
export const judgePolicySchema = z.object({
  objectives: z.array(objectiveSchema),
  /** `statistics` compares the arms' requests; `guards` looks at readiness, outright failure and burn alone. */
  gate: z.enum(["statistics", "guards"]),
  /** Chance of failing a candidate no worse than `riskRatio` × stable, over the whole rollout and all indicators. */
  alpha: share,
  /** The candidate may have this many times stable's failure ratio before it counts as worse. */
  riskRatio: z.number().min(1),
  /** Standard deviation of the log ratio of two equal arms, assumed where no history says better; 0..3. */
  spread: z.number().min(0).max(3).default(0),
  /** What past rollouts taught, in place of `riskRatio` and `spread`. Key: indicator. */
  margins: z.record(z.string(), marginSchema).default({}),
  /** Parts of α that the indicators get, > 0; an indicator that is not named gets 1. Key: indicator. */
  weights: z.record(z.string(), z.number().positive()).default({}),
  /** So long after a step's start the candidate warms up, and may fail `warmUpRiskRatio` times as often as stable. */
  warmUpMs: durationMs.default(0),
  warmUpRiskRatio: z.number().min(1).default(12),
  /** Which rules weigh the counts. Traces from before there was a choice are judged by the first. */
  rules: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  /** The candidate's share of the requests as asked of the target, 0..1; without it the split is not checked. */
  askedShare: share.optional(),
  /** A step needs this many requests on the candidate, compared with concurrent ones on stable, to pass. */
  minRequests: z.number().int().min(1),
  /** A passing step must have been able to see a failure ratio of this many times the allowed one. */
  detectRatio: z.number().gt(1),
  /** A step passes no earlier than this. */
  minDurationMs: durationMs,
  /** Without a decision by then the step is inconclusive. */
  maxDurationMs: durationMs,
  /** Chance of calling a candidate proven good, before the power is reached, that is `inferiorRatio` × stable. */
  beta: share,
  inferiorRatio: z.number().gt(1),
  /** A pass needs counters no older than this. */
  maxSampleAgeMs: durationMs,
  /** This many polls without counters in a row, or none for longer than `maxStaleMs`, is a provider error. */
  maxProviderErrors: z.number().int().min(1),
  maxStaleMs: durationMs,
  /** How often the candidate's instances may end by themselves. */
  maxRestarts: z.number().int().min(0),
  /** Decide and report, but answer `skipped`. */
  dryRun: z.boolean(),
});
export type JudgePolicy = z.infer<typeof judgePolicySchema>;

/** What an adopter may set; the manifest's `judge`. */
export interface JudgeSettings {
  readonly alpha: number;
  readonly riskRatio: number;
  readonly minRequests: number;
  readonly detectRatio: number;
}

/** What the plan says about the step. */
export interface JudgedStep {
  readonly gate: JudgePolicy["gate"];
  readonly observeMs: number;
  readonly maxObserveMs: number;
}

/** Two equal arms of a service nobody knows: instances, caches and neighbours differ about so much. */
export const assumedSpread = 0.5;

/** A cold candidate may fail an order of magnitude more often for a moment. */
export const assumedWarmUpRatio = 12;

/** What counts as worse for one indicator. */
export function marginOf(policy: JudgePolicy, indicator: IndicatorName): Margin {
  const { riskRatio, spread, warmUpRiskRatio } = policy;
  return policy.margins[indicator] ?? { riskRatio, spread, warmUpRiskRatio, laterWarmUpRiskRatio: warmUpRiskRatio };
}

/** The part of α that one indicator may spend, 0..1. */
export function weightOf(policy: JudgePolicy, indicator: IndicatorName): number {
  const weight = (name: IndicatorName) => policy.weights[name] ?? 1;
  return weight(indicator) / policy.objectives.map(indicatorOf).reduce((total, name) => total + weight(name), 0);
}

/**
 * The policy of one step, with what nobody needs to set filled in.
 *
 * @throws TidegateError `invalid-configuration`, see {@link assertPolicy}
 */
export function judgePolicy(options: {
  readonly objectives: readonly Objective[];
  readonly settings: JudgeSettings;
  readonly step: JudgedStep;
  /** How often the metrics are read. */
  readonly pollMs: number;
  /** From {@link learnMargin}, for indicators with enough past rollouts. Key: indicator. @default {} */
  readonly margins?: Readonly<Record<IndicatorName, Margin>>;
  /** See {@link JudgePolicy}. @default 0 */
  readonly warmUpMs?: number;
  /** See {@link JudgePolicy}. @default undefined */
  readonly askedShare?: number | undefined;
}): JudgePolicy {
  const { alpha, riskRatio, minRequests, detectRatio } = options.settings;
  const policy: JudgePolicy = {
    objectives: [...options.objectives],
    gate: options.step.gate,
    alpha,
    riskRatio,
    spread: assumedSpread,
    margins: { ...options.margins },
    weights: {},
    warmUpMs: options.warmUpMs ?? 0,
    warmUpRiskRatio: assumedWarmUpRatio,
    rules: 3,
    ...(options.askedShare === undefined ? {} : { askedShare: options.askedShare }),
    minRequests,
    detectRatio,
    minDurationMs: options.step.observeMs,
    maxDurationMs: options.step.maxObserveMs,
    beta: 0.05,
    inferiorRatio: 2 * riskRatio,
    maxSampleAgeMs: 2 * options.pollMs + 30_000,
    maxProviderErrors: 5,
    maxStaleMs: 120_000,
    maxRestarts: 0,
    dryRun: false,
  };
  assertPolicy(policy);
  return policy;
}

/**
 * @throws TidegateError `invalid-configuration` when nothing is compared, an indicator is declared twice, a number is
 * out of its range, or the test could never see what it is asked to see
 */
export function assertPolicy(policy: JudgePolicy): void {
  if (asserted.has(policy)) return;
  const problems = [...rangeProblems(policy), ...ruleProblems(policy)];
  if (problems.length === 0) {
    asserted.add(policy);
    return;
  }
  throw new TidegateError("invalid-configuration", `The judge cannot work like this: ${problems.join("; ")}.`);
}

/** A policy is asked about at each poll and never changes. */
const asserted = new WeakSet<JudgePolicy>();

function rangeProblems(policy: JudgePolicy): readonly string[] {
  const parsed = judgePolicySchema.safeParse(policy);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

function ruleProblems(policy: JudgePolicy): readonly string[] {
  const indicators = policy.objectives.map(indicatorOf);
  const repeated = indicators.filter((name, index) => indicators.indexOf(name) !== index);
  const problems = repeated.map((name) => `two objectives are about ${name}; keep one`);
  if (policy.gate === "statistics" && indicators.length === 0) {
    problems.push("there is no objective to compare the releases by; declare one, for example an availability");
  }
  if (policy.detectRatio <= policy.riskRatio) {
    problems.push(`detectRatio (${policy.detectRatio}) must be above riskRatio (${policy.riskRatio})`);
  }
  if (policy.maxDurationMs < policy.minDurationMs) {
    problems.push(`maxDurationMs (${policy.maxDurationMs}) is below minDurationMs (${policy.minDurationMs})`);
  }
  return problems;
}
