import type { PolicyRule } from "../rule.ts";

/** What GitHub's own runners allow a job, in minutes; also the default, which lets a stuck job burn six hours. */
const longestMinutes = 360;

function isSound(timeout: unknown): boolean {
  if (typeof timeout === "number") {
    return Number.isInteger(timeout) && timeout >= 1 && timeout <= longestMinutes;
  }
  return typeof timeout === "string" && timeout.startsWith("${{");
}

/**
 * A job that hangs holds its concurrency group for six hours by default, and a rollback waits behind it. A call has no
 * timeout: its jobs do.
 */
export const jobTimeout: PolicyRule = {
  id: "job-timeout",
  severity: "error",
  appliesTo: "workflows",
  check: ({ jobs }) =>
    jobs
      .filter(({ fields }) => fields.uses === undefined && !isSound(fields["timeout-minutes"]))
      .map(({ path, fields }) => ({
        path: [...path, "timeout-minutes"],
        message: `timeout-minutes is ${fields["timeout-minutes"] ?? "missing"}. Give whole minutes from 1 to ${longestMinutes}.`,
      })),
};
