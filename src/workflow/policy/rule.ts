import type { Severity } from "../check/problem.ts";
import type { Path, WorkflowView } from "../check/workflow-view.ts";

/** What a rule found, and where. */
export interface Finding {
  readonly path: Path;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

/** Whose name a rule bears: it judges what that tool judges under it. */
export type RuleOrigin = "zizmor" | "actionlint" | "tidegate";

/** One thing that a workflow must or should satisfy beyond what GitHub itself checks. */
export interface PolicyRule {
  readonly id: string;
  readonly severity: Severity;
  /**
   * Whether it judges workflows alone, since it looks at events, jobs or permissions; or all files, composite actions
   * too, in which it finds steps.
   */
  readonly appliesTo: "workflows" | "all";
  /** @default "tidegate" */
  readonly origin?: RuleOrigin;
  /**
   * Whether the tool it is named after finds more under this name, so that an ignore for that tool may have a use that
   * cannot be seen here. @default false
   */
  readonly isNarrower?: boolean;
  check(view: WorkflowView): readonly Finding[];
}
