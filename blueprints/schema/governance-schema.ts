import { z } from "zod";
import { dayMs, hourMs } from "../../src/rollout/governance/error-budget-rules.ts";
import { freezeWindowSchema, weekdays } from "../../src/rollout/governance/freeze-window.ts";
import { declared } from "./declared.ts";
import { durationMs, matching, percent } from "./units.ts";

const time = "([01]\\d|2[0-3]):[0-5]\\d";
const weekly = matching(
  new RegExp(`^(${weekdays.join("|")}) ${time}$`),
  'a day and a time such as "fri 16:00", from mon to sun and 00:00 to 23:59',
).transform((text) => {
  const [day = "", at = ""] = text.split(" ");
  return { day, time: at };
});
const local = matching(new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${time}$`), 'a local time such as "2026-12-20T18:00"');

const freezeName = z
  .string("write what the freeze is called")
  .min(1, "is empty; write what the freeze is called")
  .max(80, "is longer than 80 letters; it stands in messages");
const timeZone = z.string('write a time zone such as "Europe/Berlin"');

/** What only all of it together can tell, such as 31 February or an end before the beginning, in the engine's words. */
function asWindow(window: unknown, context: z.RefinementCtx) {
  const parsed = freezeWindowSchema.safeParse(window);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
}

const weeklyFreeze = z
  .strictObject({ name: freezeName, timeZone, from: weekly, to: weekly })
  .transform((options, context) => asWindow({ kind: "weekly", ...options }, context));
const onceFreeze = z
  .strictObject({ name: freezeName, timeZone, from: local, to: local })
  .transform((options, context) => asWindow({ kind: "once", ...options }, context));

const freezes = z
  .array(
    z.discriminatedUnion(
      "kind",
      [declared("weekly-freeze", weeklyFreeze), declared("freeze", onceFreeze)],
      "write weeklyFreeze({ … }) or freeze({ … })",
    ),
  )
  .max(50, "are more than 50; join some");

export const governanceOptions = z.strictObject({
  freezes: freezes.optional(),
  onFreeze: z.enum(["finish", "hold", "rollback"]).optional(),
  finishWithin: durationMs.optional(),
  onNewer: z.enum(["wait", "supersede"]).optional(),
  wait: durationMs.optional(),
  longBake: z.enum(["attended", "watchdog"]).optional(),
  onExpiry: z.enum(["rollback", "keep"]).optional(),
  hotfix: z.enum(["auto", "declared"]).optional(),
  errorBudget: z
    .strictObject({
      window: durationMs
        .refine((value) => value >= hourMs && value <= 366 * dayMs, {
          error: 'is shorter than an hour or longer than a year; write the period of the objectives, such as "30d"',
        })
        .optional(),
      minRemaining: percent
        .refine((value) => value < 100, { error: "leaves nothing to spend; write less than 100 %" })
        .optional(),
      allowUnknown: z
        .string("write in a sentence why")
        .min(1, "is empty; write in a sentence why, or remove it")
        .max(500, "is longer than 500 letters")
        .optional(),
    })
    .optional(),
  irreversibleFrom: percent
    .refine((value) => value <= 100, { error: "is more than 100 %, which no release ever has" })
    .optional(),
});
export type ParsedGovernance = z.output<typeof governanceOptions>;
