/** A line by which a step talks to the runner: `::error file=a.ts::text`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly value: string;
}

export function parseWorkflowCommand(line: string): WorkflowCommand | undefined {
  const match = /^::([a-z-]+)(?: [^:]*(?::(?!:)[^:]*)*)?::(.*)$/.exec(line);
  if (!match?.[1]) return undefined;
  const value = (match[2] ?? "").replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  return { name: match[1], value };
}

/** The line as a person should see it, or nothing when it only speaks to the runner. */
export function toVisibleLine(line: string): string | undefined {
  const command = parseWorkflowCommand(line);
  if (!command) return line;
  switch (command.name) {
    case "error":
    case "warning":
    case "notice":
      return `${command.name}: ${command.value}`;
    case "group":
      return command.value;
    default:
      return undefined;
  }
}
