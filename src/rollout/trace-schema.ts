import { z } from "zod";
import { armCountsSchema } from "../slo/counts-schema.ts";

/** Requests each arm served during the rollout, counted by the target. */
export const servedSchema = z.object({
  requests: z.number().int().min(0),
  /** Those that failed by the first objective: errors, where there is an availability objective. */
  failures: z.number().int().min(0),
  /** Bad requests by indicator, `errors` and `slow-50ms` for example. */
  bad: z.record(z.string(), z.number().int().min(0)).optional(),
});
export type Served = z.infer<typeof servedSchema>;
export const servedByArmSchema = z.object({ stable: servedSchema, candidate: servedSchema });

const verdictKindSchema = z.enum(["continue", "pass", "fail", "inconclusive", "provider-error", "skipped"]);

/** How a rollout stood at one poll, for charts; nothing is decided by it. */
export const tracePointSchema = z.object({
  atMs: z.number(),
  /** As read back from the target, 0..100. */
  candidatePercent: z.number(),
  /** What each arm had served since the rollout began: a total, so that a point may go and rates stay right. */
  served: servedByArmSchema.optional(),
  /** E-value by indicator; only while arms are compared. */
  evidence: z.record(z.string(), z.number()).optional(),
  verdict: verdictKindSchema.optional(),
});
export type TracePoint = z.infer<typeof tracePointSchema>;

/** What spoke for and against the candidate by one indicator; absent is what cannot be said. */
export const indicatorWordSchema = z.object({
  indicator: z.string(),
  arms: armCountsSchema,
  evidence: z.number(),
  limit: z.number().optional(),
  /** Candidate's failure ratio over stable's, with its confidence sequence. */
  ratio: z.object({ estimate: z.number(), low: z.number().optional(), high: z.number().optional() }).optional(),
  failuresToFail: z.number().optional(),
  requestsToPass: z.number().optional(),
});
export type IndicatorWord = z.infer<typeof indicatorWordSchema>;

/** The judge's last word on one step. */
export const lastWordSchema = z.object({
  /** `step 2`, or `bake`. */
  step: z.string(),
  candidatePercent: z.number(),
  /** When the judge first spoke about the step, and last. */
  sinceMs: z.number(),
  atMs: z.number(),
  kind: verdictKindSchema,
  /** Why it cannot tell, of an inconclusive verdict. */
  reason: z.string().optional(),
  summary: z.string(),
  indicators: z.array(indicatorWordSchema),
});
export type LastWord = z.infer<typeof lastWordSchema>;

/** What people are shown of a rollout beside its story. */
export const traceSchema = z.object({
  /** In order of time, at most 160: see `thinned`. */
  points: z.array(tracePointSchema),
  /** One a step, in order; at most 30, the latest. */
  words: z.array(lastWordSchema),
});
export type Trace = z.infer<typeof traceSchema>;
