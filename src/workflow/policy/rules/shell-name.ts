import { fieldsOf, type JobView, type Path, type WorkflowView } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";
import { labelsOf } from "../runner-labels.ts";

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const everywhere = ["bash", "pwsh", "python"];
const onUnix = [...everywhere, "sh"];
const onWindows = [...everywhere, "cmd", "powershell"];

function shellsFor(job: JobView | undefined): { readonly shells: readonly string[]; readonly where: string } {
  const labels = job ? labelsOf(job) : [];
  const isAll = (system: RegExp) => labels.length > 0 && labels.every((label) => system.test(label));
  if (isAll(/^windows-/)) return { shells: onWindows, where: "on Windows" };
  return isAll(/^(?:ubuntu|macos)-/)
    ? { shells: onUnix, where: "on Linux and macOS" }
    : { shells: [...new Set([...onUnix, ...onWindows])], where: "on GitHub's runners" };
}

interface ShellView {
  readonly path: Path;
  readonly shell: unknown;
  readonly job?: JobView;
}

const defaultShell = (fields: unknown) => fieldsOf(fieldsOf(fieldsOf(fields).defaults).run).shell;

function shellsIn({ fields, jobs }: WorkflowView): readonly ShellView[] {
  return [
    { path: ["defaults", "run", "shell"], shell: defaultShell(fields) },
    ...jobs.flatMap((job) => [
      { path: [...job.path, "defaults", "run", "shell"], shell: defaultShell(job.fields), job },
      ...job.steps.map((step) => ({ path: [...step.path, "shell"], shell: step.fields.shell, job })),
    ]),
  ];
}

/** A command of one's own has `{0}` where the script's file goes. */
const isBuiltIn = (shell: unknown): shell is string =>
  typeof shell === "string" && !shell.includes("{0}") && !shell.includes("${{");

/**
 * Found out only in the step, and in a matrix on one system only. A command with `{0}` may be anything, so it is not
 * judged.
 */
export const shellName: PolicyRule = {
  id: "shell-name",
  severity: "error",
  appliesTo: "all",
  origin: "actionlint",
  check: (view) =>
    shellsIn(view).flatMap(({ path, shell, job }): readonly Finding[] => {
      const { shells, where } = shellsFor(job);
      return isBuiltIn(shell) && !shells.includes(shell)
        ? [{ path, message: `There is no shell ${shell} ${where}. Use ${shells.join(", ")}, or a command with {0}.` }]
        : [];
    }),
};
