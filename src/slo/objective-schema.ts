import { z } from "zod";
import type { Objective } from "./objective.ts";

const target = z.number().gt(0).lt(1);

/** The JSON form of an objective, as it stands in the manifest. */
export const objectiveSchema: z.ZodType<Objective> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("availability"), target }),
  z.strictObject({ kind: z.literal("latency"), target, underMs: z.number().positive() }),
]);
