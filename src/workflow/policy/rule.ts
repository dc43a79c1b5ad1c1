import type { Severity } from "../check/problem.ts";
import type { Path, WorkflowView } from "../check/workflow-view.ts";

/** What a rule found, and where. */
export interface Finding {
  readonly path: Path;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

/** One thing that a workflow must or should satisfy beyond what GitHub itself checks. */
export interface PolicyRule {
  readonly id: string;
  readonly severity: Severity;
  check(view: WorkflowView): readonly Finding[];
}
