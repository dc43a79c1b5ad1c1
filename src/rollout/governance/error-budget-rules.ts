import { z } from "zod";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Nothing new begins while the error budget of the whole service is spent, but fixes. */
export const errorBudgetSchema = z.strictObject({
  /** Period of the objectives, up to now. */
  windowMs: z
    .number()
    .int()
    .min(hourMs)
    .max(366 * dayMs),
  /** More than this part of each budget has to be left, 0..1. */
  minRemaining: z.number().min(0).lt(1),
  /** Why a release may go ahead although nobody can tell what is left. @default it is refused */
  allowUnknown: z.string().min(1).max(500).optional(),
});
export type ErrorBudgetRules = z.infer<typeof errorBudgetSchema>;
