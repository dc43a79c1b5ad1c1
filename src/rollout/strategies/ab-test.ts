import { z } from "zod";
import { type PlanStep, stepEndSchema } from "../plan.ts";
import { requestMatchSchema, stickyKeySchema } from "../traffic-rules.ts";
import { durationMsSchema, fullStep, type PlanShape } from "./steps.ts";

/** Shows the new release to some users, always the same ones, until somebody decides or a date has come. */
export const abTestSchema = z.strictObject({
  kind: z.literal("ab-test"),
  audience: z.discriminatedUnion("kind", [
    /** Those whose requests say so themselves. They are not a random choice, so the arms are not compared. */
    z.strictObject({ kind: z.literal("match"), match: z.array(requestMatchSchema).min(1).max(16) }),
    /** A share of the users, chosen by a hash of who they are. */
    z.strictObject({ kind: z.literal("share"), percent: z.number().gt(0).lt(100), by: stickyKeySchema }),
  ]),
  end: stepEndSchema,
  settleMs: durationMsSchema,
  /** The test lasts no shorter than this. */
  observeMs: durationMsSchema,
  /** Without a decision by then the release goes back; with a date, how long after it a good verdict may take. */
  maxObserveMs: durationMsSchema,
  bakeMs: durationMsSchema,
});

export function abTestPlan({
  audience,
  end,
  settleMs,
  observeMs,
  maxObserveMs,
}: z.infer<typeof abTestSchema>): PlanShape {
  const isShare = audience.kind === "share";
  const test: PlanStep = {
    candidatePercent: isShare ? audience.percent : 0,
    rules: isShare ? { sticky: audience.by } : { match: audience.match },
    settleMs,
    observeMs,
    maxObserveMs: Math.max(observeMs, maxObserveMs),
    gate: isShare ? "statistics" : "guards",
    end,
  };
  return { strategy: "ab-test", steps: [test, fullStep(settleMs)], stopStableFirst: false };
}
