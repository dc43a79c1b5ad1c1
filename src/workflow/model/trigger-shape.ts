import { seen } from "./given.ts";
import { anything, type Check, kindOf, listOf, optional, shapedAs, within } from "./refuse-shape.ts";
import type { ScheduleEntry, WorkflowRunFilters } from "./triggers.ts";

const scheduled = shapedAs<ScheduleEntry>('{ cron: "17 4 * * 1" }', { cron: anything, timezone: anything });

const schedule: Check = (value) => {
  if (!Array.isArray(value)) return `is ${seen(value)}. Write [{ cron: "17 4 * * 1" }].`;
  return value.map(scheduled).find((told) => told !== undefined);
};

/** The filters of which only those we know reach the file; what other events are given is judged there. */
const picked: ReadonlyMap<string, Check> = new Map([
  ["schedule", schedule],
  [
    "workflow_run",
    shapedAs<WorkflowRunFilters>('{ workflows: ["CI"] }', {
      workflows: anything,
      types: anything,
      branches: anything,
      branchesIgnore: anything,
      ignores: anything,
    }),
  ],
]);

/** What is wrong with the filters of an event. */
export const filtersOf = (event: string): Check => optional(picked.get(event) ?? anything);

export const triggers: Check = (value) => {
  const write = 'Write { push: { branches: ["main"] } }, or [trigger("push")].';
  if (Array.isArray(value)) return listOf(["trigger"], write.slice("Write ".length, -1))(value);
  if (typeof value !== "object" || value === null) return `is ${seen(value)}. ${write}`;
  const stranger = Object.entries(value).find(([, each]) => each !== undefined && typeof each !== "object");
  if (stranger) return `has ${stranger[0]}: ${seen(stranger[1])}. ${write}`;
  return within(Object.entries(value), ([name, each]) =>
    kindOf(each) === "trigger" ? undefined : filtersOf(name)(each),
  );
};
