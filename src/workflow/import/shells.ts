import type { Shell } from "./shell-variables.ts";

interface ShellSource {
  /** The step's, else the job's default, else the workflow's. */
  readonly shell: unknown;
  readonly runsOn: unknown;
  /** The values of the matrix, as text; a runner's label may come from them. */
  readonly matrix: string;
}

/** What runs a script. @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
export function shellOf({ shell, runsOn, matrix }: ShellSource): Shell {
  if (typeof shell === "string") {
    return namedShell(shell);
  }
  const label = JSON.stringify(runsOn ?? "").toLowerCase();
  if (label.includes("${{")) {
    const isAnywhere = /windows/.test(matrix.toLowerCase());
    return { kind: isAnywhere ? "mixed" : "posix" };
  }
  return { kind: label.includes("windows") ? "powershell" : "posix" };
}

function namedShell(shell: string): Shell {
  const [command = ""] = shell.trim().split(/\s+/);
  const program = command.replace(/^.*[\\/]/, "").replace(/\.exe$/i, "");
  switch (program) {
    case "bash":
    case "sh":
    case "dash":
    case "zsh":
    case "ksh":
      return { kind: "posix" };
    case "pwsh":
    case "powershell":
      return { kind: "powershell" };
    case "cmd":
      return { kind: "cmd" };
    case "python":
    case "python3":
      return { kind: "python" };
    default:
      return { kind: "other" };
  }
}
