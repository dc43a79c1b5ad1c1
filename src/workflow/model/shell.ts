/**
 * What runs a script; or a command of one's own with `{0}` where the script's file goes.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export type Shell = "bash" | "sh" | "pwsh" | "powershell" | "cmd" | "python" | `${string}{0}${string}`;

/** Shells whose quoting we know; in a script for another one nothing can be put in by value. */
export function isPosix(shell: Shell): boolean {
  return shell === "bash" || shell === "sh" || /^(?:bash|sh|dash)\s.*\{0\}/.test(shell);
}
