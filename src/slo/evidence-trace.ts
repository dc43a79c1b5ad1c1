import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import { judgePolicySchema } from "./judge-policy.ts";
import { judgeStateSchema } from "./judge-state.ts";

const armSampleSchema = z.object({
  requests: z.number(),
  bad: z.record(z.string(), z.number()),
  instance: z.string(),
});
const armsSchema = z.object({ stable: armSampleSchema.exactOptional(), candidate: armSampleSchema.exactOptional() });
const sampleSchema = z.object({
  atMs: z.number(),
  arms: armsSchema,
  probes: armsSchema.exactOptional(),
  mirrored: armSampleSchema.exactOptional(),
});
const readingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sample"), sample: sampleSchema }),
  z.object({ kind: z.literal("unavailable"), message: z.string() }),
  z.object({ kind: z.literal("none") }),
]);

/** One look at the world, and what was made of it. */
export const tracedPollSchema = z.object({
  atMs: z.number(),
  reading: readingSchema,
  candidate: z
    .object({ ready: z.boolean(), restarts: z.number(), notReadyReason: z.string().optional() })
    .exactOptional(),
  /** The limit at this poll, where it was not the step's: time on hold moves it. */
  maxDurationMs: z.number().exactOptional(),
  /** What was said then; a replay has to say the same. */
  verdict: z.object({ kind: z.string(), summary: z.string() }).exactOptional(),
});
export type TracedPoll = z.infer<typeof tracedPollSchema>;

export const stepTraceSchema = z.object({
  startedAtMs: z.number(),
  policy: judgePolicySchema,
  /** The judge's memory before the first of these polls, where it is not what the steps before leave. */
  memory: judgeStateSchema.exactOptional(),
  polls: z.array(tracedPollSchema),
});
/** What the judge saw in one step: all of it, or, where a memory is given, all that came after it. */
export type StepTrace = z.infer<typeof stepTraceSchema>;

/** What a rollout's verdicts were derived from, in order; with it anybody can derive them again. */
export const evidenceTraceSchema = z.object({ format: z.literal(1), steps: z.array(stepTraceSchema) });
export type EvidenceTrace = z.infer<typeof evidenceTraceSchema>;

/** A record at the target, or one rollout of it, carries the evidence of its last looks. */
const carrierSchema = z.union([
  z.looseObject({ rollout: z.looseObject({ evidence: z.unknown() }) }).transform(({ rollout }) => rollout.evidence),
  z.looseObject({ evidence: z.unknown() }).transform(({ evidence }) => evidence),
]);

/**
 * @param text JSON as it was stored: evidence alone, or a record that carries some
 * @throws TidegateError `invalid-input` when it is no evidence, or of a format that is not known here
 */
export function parseEvidence(text: string): EvidenceTrace {
  const stored = jsonOf(text);
  const carried = carrierSchema.safeParse(stored);
  const parsed = evidenceTraceSchema.safeParse(carried.data ?? stored);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "the whole"}: ${issue.message}`);
  throw new TidegateError("invalid-input", `This is no evidence that can be replayed: ${problems.join("; ")}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TidegateError("invalid-input", "This is no evidence that can be replayed: it is not JSON.", { cause });
  }
}
