import type { Path, StepView, WorkflowView } from "../check/workflow-view.ts";
import { splitText } from "../expression/split-text.ts";
import { markFor, readShell } from "../render/read-shell.ts";
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

/** Without what bash surely reads as comments. An expression is a part of a word, whatever it holds. */
function withoutComments(script: string): string {
  const mark = markFor([script]);
  const { comments } = readShell(
    splitText(script)
      .map(({ kind, text }) => (kind === "text" ? text : mark.repeat(text.length)))
      .join(""),
    mark,
  );
  const starts = [0, ...comments.map(([, to]) => to)];
  return starts.map((from, index) => script.slice(from, comments[index]?.[0])).join("");
}

const isPosix = (shell: unknown) => shell === undefined || /^\s*(?:\S*\/)?(?:ba|da|z|k)?sh\b/.test(String(shell));

function readCommands({ script, step }: ScriptView): readonly string[] {
  const unified = script.replaceAll("\r\n", "\n");
  // How another shell quotes is not known here: only whole lines are surely comments.
  const code = isPosix(step.fields.shell) ? withoutComments(unified) : unified.replace(/^[ \t]*#.*$/gm, "");
  return code
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const known = new WeakMap<ScriptView, readonly string[]>();

/** The lines of the script without its comments: a command that is only talked of does nothing. */
export function commandsOf(view: ScriptView): readonly string[] {
  const commands = known.get(view) ?? readCommands(view);
  known.set(view, commands);
  return commands;
}
