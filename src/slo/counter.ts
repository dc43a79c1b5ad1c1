import { z } from "zod";
import type { Arm, ArmSample, Counts, MetricsSample } from "./counts.ts";
import { countsSchema } from "./counts-schema.ts";
import type { IndicatorName } from "./objective.ts";

const armMarkSchema = z.object({
  requests: z.number().int().min(0),
  bad: z.record(z.string(), z.number().int().min(0)),
  instance: z.string(),
});

/**
 * The counters at the last good scrape, from which the next increments are taken. An arm that had no series is `null`
 * while it has never been seen, and `lost` when it had been: only the former is known to have stood at zero.
 */
export const counterMarkSchema = z.object({
  atMs: z.number(),
  arms: z.object({
    stable: z.union([armMarkSchema, z.literal("lost"), z.null()]),
    candidate: z.union([armMarkSchema, z.literal("lost"), z.null()]),
  }),
});
export type CounterMark = z.infer<typeof counterMarkSchema>;
