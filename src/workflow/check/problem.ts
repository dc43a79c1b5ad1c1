import { type CallSite, formatCallSite } from "../../errors/call-site.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";

export type Severity = "error" | "warning";

/** Something wrong with a workflow, said so that its author knows what to do. */
export interface Problem {
  /** The rule's stable name. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The workflow file, from the root of the repository. */
  readonly file: string;
  /** Where in the workflow: `jobs.image.steps.build`; empty for the workflow itself. */
  readonly place: string;
  /** Line in the file, from 1, where it is known. */
  readonly line?: number;
  /** Where in the author's source the job or step was written. */
  readonly source?: CallSite;
}

/** By file, then by line, then by place; a stable order whatever found them first. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      a.file.localeCompare(b.file, "en") ||
      (a.line ?? 0) - (b.line ?? 0) ||
      a.place.localeCompare(b.place, "en") ||
      a.rule.localeCompare(b.rule, "en"),
  );
}

/** One line for a person: file, line, place, message, rule, and the line in the source. */
export function formatProblem(problem: Problem, directory: string): string {
  const line = problem.line === undefined ? "" : `:${problem.line}`;
  const place = problem.place === "" ? "" : ` ${problem.place}:`;
  const written = problem.source ? `, written at ${formatCallSite(problem.source, directory)}` : "";
  return `${problem.file}${line}:${place} ${problem.message} [${problem.rule}${written}]`;
}

/** Workflows that must not be written, with everything that is wrong with them. */
export class WorkflowProblemsError extends TidegateError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    const told = sorted.map((problem) => `- ${formatProblem(problem, process.cwd())}`);
    const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
    super("invalid-configuration", `${count} in the workflows; nothing was written.\n${told.join("\n")}`);
    this.problems = sorted;
  }
}
