import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import { indicatorOf, type Objective } from "./objective.ts";
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
}): JudgePolicy {
  const { alpha, riskRatio, minRequests, detectRatio } = options.settings;
  const policy: JudgePolicy = {
    objectives: [...options.objectives],
    gate: options.step.gate,
    alpha,
    riskRatio,
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
  const problems = [...rangeProblems(policy), ...ruleProblems(policy)];
  if (problems.length === 0) return;
  throw new TidegateError("invalid-configuration", `The judge cannot work like this: ${problems.join("; ")}.`);
}

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
