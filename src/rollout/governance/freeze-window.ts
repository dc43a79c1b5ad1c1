import { z } from "zod";
import { quoteValue } from "../../errors/quote-value.ts";

/** Days of a week, Monday first, as in ISO 8601. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

const timePattern = "([01]\\d|2[0-3]):[0-5]\\d";
const weeklyMoment = z.strictObject({
  day: z.enum(weekdays),
  /** Wall-clock time in the window's zone, `00:00` to `23:59`. */
  time: z.string().regex(new RegExp(`^${timePattern}$`), "expected a time such as 16:00"),
});
const localMoment = z
  .string()
  .regex(new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${timePattern}$`), "expected a local time such as 2026-12-20T18:00")
  .refine(isDay, "there is no such day");

/** `Date` counts on past the end of a month: 31 February is 3 March to it. */
function isDay(text: string): boolean {
  const atMs = Date.parse(`${text}:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(text);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const shared = {
  /** Shown to whoever is refused, for example `Christmas`. */
  name: z.string().min(1).max(80),
  /** IANA name, for example `Europe/Berlin`; wall-clock times are of this zone, summer time included. */
  timeZone: z.string().refine(isTimeZone, {
    error: ({ input }) => `${quoteValue(String(input))} is no time zone; write one such as Europe/Berlin or UTC`,
  }),
};

/**
 * A span of time in which nothing goes forward. `weekly` comes back every week, from one wall-clock moment to the next
 * such one; `once` is between two local times. Both ends are of the zone, so that summer time moves them.
 */
export const freezeWindowSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("weekly"), ...shared, from: weeklyMoment, to: weeklyMoment }),
  z
    .strictObject({ kind: z.literal("once"), ...shared, from: localMoment, to: localMoment })
    .refine(({ from, to }) => from < to, "it ends before it begins"),
]);
export type FreezeWindow = z.infer<typeof freezeWindowSchema>;
