import type { CallSite } from "../../errors/call-site.ts";
import type { Problem } from "../check/problem.ts";
import type { ModelRule } from "./model-rules.ts";

/** Where in a workflow something is being lowered, and what its author wrote it with. */
export interface Place {
  /** `jobs.image.steps.build`; empty for the workflow itself. */
  readonly path: string;
  readonly source: CallSite | undefined;
}

/** Collects what is wrong while a workflow is lowered, so that its author hears of everything at once. */
export interface Report {
  readonly problems: readonly Problem[];
  error(rule: ModelRule, message: string, place: Place): void;
}

export function createReport(file: string): Report {
  const problems: Problem[] = [];
  return {
    problems,
    error(rule, message, { path, source }) {
      const problem = { rule, severity: "error", message, file, place: path, ...(source ? { source } : {}) } as const;
      const known = problems.some((other) => other.rule === rule && other.message === message && other.place === path);
      if (!known) {
        problems.push(problem);
      }
    },
  };
}
