import type { Report } from "./report.ts";

/** For programs: the same numbers and words that a page shows. Times are milliseconds since the epoch. */
export function toJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
