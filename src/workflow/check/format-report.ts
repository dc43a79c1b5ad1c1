import pc from "picocolors";
import { formatCallSite } from "../../errors/call-site.ts";
import type { Problem, Severity } from "./problem.ts";
import { findRulePage } from "./rule-page.ts";
import { formatFilePlace, sortProblems } from "./sort-problems.ts";

export interface ReportOptions {
  /** What paths are told from. */
  readonly directory: string;
  /** Whether it goes to a terminal. @default false */
  readonly color?: boolean;
}

function count(problems: readonly Problem[], severity: Severity): readonly string[] {
  const found = problems.filter((problem) => problem.severity === severity).length;
  return found === 0 ? [] : [`${found} ${severity}${found === 1 ? "" : "s"}`];
}

function tell(problem: Problem, { directory, color = false }: ReportOptions): string {
  const paint = pc.createColors(color);
  const { rule, severity, message, place, source } = problem;
  const inFile = formatFilePlace(problem);
  const where = source ? formatCallSite(source, directory) : inFile;
  const mark = severity === "error" ? paint.red(severity) : paint.yellow(severity);
  const page = findRulePage(rule, directory);
  const details = [source ? inFile : "", place, page ?? ""].filter((detail) => detail !== "").join("  ");
  const lines = [
    `${paint.bold(where)}  ${mark}  ${rule}`,
    ...message.split("\n"),
    ...(details ? [paint.dim(details)] : []),
  ];
  return lines.join("\n  ");
}

/**
 * All problems for a person, sorted by place: for each the line its author wrote, or that in the file; severity, rule,
 * what is wrong and what to do; the place in the file, and the rule's page.
 */
export function formatReport(problems: readonly Problem[], options: ReportOptions): string {
  const told = sortProblems(problems).map((problem) => tell(problem, options));
  const total = [...count(problems, "error"), ...count(problems, "warning")].join(" and ");
  return [...told, total === "" ? "No problems" : total].join("\n\n");
}
