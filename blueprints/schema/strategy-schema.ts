import { z } from "zod";
import { declared } from "./declared.ts";
import { durationMs, percent } from "./units.ts";

export const strategyOptions = z.discriminatedUnion(
  "kind",
  [
    declared(
      "canary",
      z.strictObject({
        steps: z.array(percent, 'write a list of shares, such as ["5%", "20%", "50%"]').optional(),
        settle: durationMs.optional(),
        observe: durationMs.optional(),
        maxObserve: durationMs.optional(),
        bake: durationMs.optional(),
      }),
    ),
    declared(
      "rolling",
      z.strictObject({
        batches: z.number().int().min(1).max(100).optional(),
        settle: durationMs.optional(),
        bake: durationMs.optional(),
      }),
    ),
    declared("recreate", z.strictObject({ bake: durationMs.optional() })),
  ],
  "write canary({ … }), rolling({ … }) or recreate({ … })",
);
export type ParsedStrategy = z.output<typeof strategyOptions>;
