import { z } from "zod";
import { abTestSchema } from "./strategies/ab-test.ts";
import { blueGreenSchema } from "./strategies/blue-green.ts";
import { canarySchema } from "./strategies/canary.ts";
import { computedCanarySchema } from "./strategies/computed-canary.ts";
import { recreateSchema } from "./strategies/recreate.ts";
import { rollingSchema } from "./strategies/rolling.ts";
import { shadowSchema } from "./strategies/shadow.ts";

/** What may follow a shadow: strategies in which both releases run side by side. */
const afterShadowSchema = z.discriminatedUnion("kind", [
  canarySchema,
  computedCanarySchema,
  rollingSchema,
  blueGreenSchema,
]);

/** How a release replaces another, as declared; `planOf` turns it into a plan. */
export const strategySchema = z.discriminatedUnion("kind", [
  canarySchema,
  computedCanarySchema,
  rollingSchema,
  recreateSchema,
  blueGreenSchema,
  abTestSchema,
  shadowSchema.extend({ followedBy: afterShadowSchema }),
]);
export type Strategy = z.infer<typeof strategySchema>;

/** Limits that hold whatever the strategy is. */
export const rolloutLimitsSchema = z.strictObject({
  readyTimeoutMs: z.number().int().positive(),
  maxHoldMs: z.number().int().positive(),
  leaseMs: z.number().int().positive(),
  pollMs: z.number().int().positive(),
});
export type RolloutLimits = z.infer<typeof rolloutLimitsSchema>;
