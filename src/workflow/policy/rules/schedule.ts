import { fieldsOf } from "../../check/workflow-view.ts";
import { findCronProblem } from "../cron.ts";
import type { Finding, PolicyRule } from "../rule.ts";

function isTimezone(name: unknown): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: String(name) });
    // Offsets and abbreviations pass for Intl, but they have no summer time.
    return typeof name === "string" && (name.includes("/") || name.toUpperCase() === "UTC");
  } catch {
    return false;
  }
}

function problemsOf(entry: unknown, index: number): readonly Finding[] {
  const { cron, timezone } = fieldsOf(entry);
  const problem = typeof cron === "string" ? findCronProblem(cron) : undefined;
  const path = ["on", "schedule", index];
  return [
    ...(problem === undefined
      ? []
      : [
          {
            path: [...path, "cron"],
            message: `"${cron}" never runs: ${problem}. Write minute hour day month weekday.`,
          },
        ]),
    ...(timezone === undefined || isTimezone(timezone)
      ? []
      : [
          {
            path: [...path, "timezone"],
            message: `There is no time zone ${timezone}. Use an IANA name: Europe/Amsterdam.`,
          },
        ]),
  ];
}

/**
 * A schedule that is none, or for the 30th of February, never runs, and nothing says so. GitHub takes five fields and
 * no `@daily`.
 */
export const schedule: PolicyRule = {
  id: "schedule",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: ({ triggers }) => (Array.isArray(triggers.schedule) ? triggers.schedule.flatMap(problemsOf) : []),
};
