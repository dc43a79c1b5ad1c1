import { type CallSite, formatCallSite } from "../../errors/call-site.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { formatReport } from "./format-report.ts";
import { formatFilePlace, sortProblems } from "./sort-problems.ts";

export { sortProblems } from "./sort-problems.ts";

export type Severity = "error" | "warning";

/** Something wrong with a workflow, said so that its author knows what to do. */
export interface Problem {
  /** The rule's stable name. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, and what to do about it. */
  readonly message: string;
  /** The workflow file, from the root of the repository. */
  readonly file: string;
  /** Where in the workflow: `jobs.image.steps.build`; empty for the workflow itself. */
  readonly place: string;
  /** Line in the file, from 1, where it is known. */
  readonly line?: number;
  /** Where in the author's source the job or step was written. */
  readonly source?: CallSite;
  /** That GitHub finds it too, and would not run the file; one of our rules tells it. */
  readonly isRefusedByGitHub?: boolean;
}

/** One line for a person: where it was written, where it is in the file, message and rule. */
export function formatProblem(problem: Problem, directory: string): string {
  const inFile = formatFilePlace(problem);
  const where = problem.source ? `${formatCallSite(problem.source, directory)} (${inFile})` : inFile;
  const place = problem.place === "" ? "" : ` ${problem.place}:`;
  return `${where}:${place} ${problem.message} [${problem.rule}]`;
}

/** Workflows that must not be written, with everything that is wrong with them. */
export class WorkflowProblemsError extends TidegateError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    const report = formatReport(sorted, { directory: process.cwd() });
    super("invalid-configuration", `The workflows are not sound; nothing was written.\n\n${report}`);
    this.problems = sorted;
  }
}
