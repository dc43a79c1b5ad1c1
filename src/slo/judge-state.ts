import { z } from "zod";
import { changeStateSchema, stakeOnNow, startChangeTest, startChangeTestSmallFirst } from "./change-test.ts";
import { noContrast } from "./contrast.ts";
import { counterMarkSchema } from "./counter.ts";
import { armCountsSchema } from "./counts-schema.ts";
import { type JudgePolicy, marginOf } from "./judge-policy.ts";
import { pastContrastSchema } from "./learnt-margin.ts";
import { type IndicatorName, indicatorOf } from "./objective.ts";
import { recentCountsSchema } from "./recent-counts.ts";
import { safe2x2Schema, startSafe2x2 } from "./safe-2x2.ts";
import { sequentialStateSchema, startNonInferiorityTest, startSequentialTest } from "./sequential-test.ts";

const indicatorStateSchema = z.object({
  /** "The candidate is worse", over the whole rollout: one α for all steps. */
  degraded: sequentialStateSchema,
  /** "The candidate is not much worse", over the current step: what went well at 5 % proves nothing about 50 %. */
  nonInferior: sequentialStateSchema,
  /** Whether failures of an instance that was moved have been forgiven; no rollout is forgiven twice. */
  hasForgiven: z.boolean().default(false),
  /** The same, from some moment on; this is what fails a candidate. */
  changed: changeStateSchema,
  /** "The candidate is far worse than a cold start explains", over the warm-ups of the rollout. */
  warmUp: sequentialStateSchema,
  /** How far the arms are apart, warm and while warming up; what a later rollout learns its margin from. */
  contrast: pastContrastSchema,
  /** Another test of the same, over the whole rollout; reported, never decided by. */
  safe2x2: safe2x2Schema,
  /** All that was counted in the rollout, and in the current step, whether or not it could be compared. */
  rollout: armCountsSchema,
  step: armCountsSchema,
  /** The last minutes, for burn rates. */
  recent: recentCountsSchema,
});
export type IndicatorState = z.infer<typeof indicatorStateSchema>;

/** The judge's memory of a rollout, as plain JSON. It lives in the record; a crash loses nothing and doubles nothing. */
export const judgeStateSchema = z.object({
  /** When the current step's observation began. */
  stepStartedAtMs: z.number(),
  /** Whether it is the rollout's first step. */
  isFirstStep: z.boolean().default(true),
  /** The counters at the last good scrape of this step; absent before the first. */
  mark: counterMarkSchema.optional(),
  /** The counters of the synthetic requests, which are a stratum of their own. */
  probeMark: counterMarkSchema.optional(),
  provider: z.object({
    consecutiveErrors: z.number().int().min(0),
    /** When the newest counters were read; the start of the step before that. */
    lastSampleAtMs: z.number(),
    lastError: z.string().optional(),
  }),
  /** What both arms served, by `errors`, since the candidate last answered a request well. */
  failingRun: armCountsSchema,
  indicators: z.record(z.string(), indicatorStateSchema),
});
export type JudgeState = z.infer<typeof judgeStateSchema>;

const nothing = { stable: { requests: 0, failures: 0 }, candidate: { requests: 0, failures: 0 } };

function startIndicator(policy: JudgePolicy, indicator: IndicatorName): IndicatorState {
  const { riskRatio, warmUpRiskRatio } = marginOf(policy, indicator);
  return {
    degraded: startSequentialTest({ riskRatio }),
    warmUp: startSequentialTest({ riskRatio: warmUpRiskRatio }),
    changed: policy.rules === 1 ? startChangeTest : startChangeTestSmallFirst,
    hasForgiven: false,
    contrast: { settled: noContrast, warmUp: noContrast, laterWarmUps: noContrast },
    nonInferior: startNonInferiorityTest({ riskRatio: policy.inferiorRatio }),
    safe2x2: startSafe2x2,
    rollout: nothing,
    step: nothing,
    recent: [],
  };
}

/**
 * The judge's memory when the observation of a step begins at `atMs`. Evidence against the candidate is carried over
 * from `before`, the memory of the step before, so that α is spent once a rollout; everything else starts anew.
 *
 * @param before `undefined` at the first step
 */
export function startStep(before: JudgeState | undefined, policy: JudgePolicy, atMs: number): JudgeState {
  const carryOver = (name: IndicatorName): IndicatorState => {
    const [fresh, state] = [startIndicator(policy, name), before?.indicators[name]];
    if (state === undefined) return fresh;
    const changed = policy.rules === 1 ? state.changed : stakeOnNow(state.changed);
    return { ...state, changed, nonInferior: fresh.nonInferior, step: nothing };
  };
  return {
    stepStartedAtMs: atMs,
    isFirstStep: before === undefined,
    provider: { consecutiveErrors: 0, lastSampleAtMs: atMs },
    failingRun: nothing,
    indicators: Object.fromEntries(policy.objectives.map(indicatorOf).map((name) => [name, carryOver(name)])),
  };
}
