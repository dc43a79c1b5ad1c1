import type { Path, StepView, WorkflowView } from "../check/workflow-view.ts";
import { oncePerView } from "./once-per-view.ts";

/** All steps of all jobs. */
export const stepsOf: (view: WorkflowView) => readonly StepView[] = oncePerView(({ jobs }) =>
  jobs.flatMap(({ steps }) => steps),
);

export interface ScriptView {
  readonly script: string;
  /** Of the script itself. */
  readonly path: Path;
  readonly step: StepView;
}

/** The `run` of all steps that have one. */
export const scriptsOf: (view: WorkflowView) => readonly ScriptView[] = oncePerView((view) =>
  stepsOf(view).flatMap((step) =>
    typeof step.fields.run === "string" ? [{ script: step.fields.run, path: [...step.path, "run"], step }] : [],
  ),
);

/** The script without its comments: a command that is only talked of does nothing. */
export function commandsOf({ script }: ScriptView): readonly string[] {
  return script
    .replace(/\\\r?\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}
