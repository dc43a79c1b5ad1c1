import { Component, type Project } from "projen";
import type { TidegateError } from "../errors/tidegate-error.ts";
import { formatProblem, type Problem, sortProblems, WorkflowProblemsError } from "./check/problem.ts";

/** What one kind of component knows to be wrong before anything is written. */
export interface SynthCheck {
  /** Done for all checks before the first of them finds anything: for what changes what others render. */
  prepare?(): void;
  /** Everything at once, warnings too. */
  find(): readonly Problem[];
  /** What is thrown where nobody else found an error. @default a WorkflowProblemsError */
  toError?(): TidegateError;
}

const isError = ({ severity }: Problem) => severity === "error";
/** Workflows and actions may both be told that the pin file cannot be used. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

const checksByRoot = new WeakMap<Project, SynthChecks>();

/**
 * Asks all components of a tree of projects before the first file of any of them is written, or deleted: projen cleans
 * up after the root's own components have been asked, and only then looks at subprojects.
 */
class SynthChecks extends Component {
  readonly #checks = new Map<Project, Map<string, SynthCheck>>();

  static of(root: Project): SynthChecks {
    const checks = checksByRoot.get(root) ?? new SynthChecks(root, "tidegate-checks");
    checksByRoot.set(root, checks);
    return checks;
  }

  add(project: Project, kind: string, check: SynthCheck): void {
    const known = this.#checks.get(project) ?? new Map<string, SynthCheck>();
    this.#checks.set(project, known.has(kind) ? known : known.set(kind, check));
  }

  override preSynthesize(): void {
    const checks = [...this.#checks.values()].flatMap((byKind) => [...byKind.values()]);
    for (const check of checks) {
      check.prepare?.();
    }
    const answers = checks.map((check) => ({ check, problems: check.find() }));
    const failed = answers.filter(({ problems }) => problems.some(isError));
    const [only, ...others] = failed;
    if (only) {
      const toError = others.length === 0 ? only.check.toError : undefined;
      throw (
        toError?.() ?? new WorkflowProblemsError(unique(failed.flatMap(({ problems }) => problems.filter(isError))))
      );
    }
    for (const warning of sortProblems(answers.flatMap(({ problems }) => problems))) {
      this.project.logger.warn(formatProblem(warning, process.cwd()));
    }
  }
}

/**
 * Has a check run before anything of the whole tree of projects is written; all errors come in one report.
 * @param kind names it: of each, a project has one
 */
export function addSynthCheck(project: Project, kind: string, check: SynthCheck): void {
  SynthChecks.of(project.root).add(project, kind, check);
}

/** @throws WorkflowProblemsError when one of the problems is an error */
export function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(isError);
  if (errors.length > 0) {
    throw new WorkflowProblemsError(errors);
  }
}
