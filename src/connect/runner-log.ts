import type { Log } from "../rollout/ports.ts";

/**
 * Prints progress where the runner reads along. Text of people and services comes this way, and the runner obeys lines
 * such as `::add-path::…`, so each message is made one line that cannot be such a command.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function runnerLog(runner: Log): Log {
  return {
    info: (message) => runner.info(toHarmlessLine(message)),
    warning: (message) => runner.warning(toHarmlessLine(message)),
  };
}

export function toHarmlessLine(message: string): string {
  return message
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/^\s*::/, ": :")
    .replaceAll("##[", "# #[");
}
