import { type CallSite, formatCallSite } from "../src/errors/call-site.ts";
import { TidegateError } from "../src/errors/tidegate-error.ts";
import { formatPath, type PlacedProblem } from "./configuration-problem.ts";

/** The options of blueprints cannot be used. Holds every problem, in the order of the source; nothing was written. */
export class InvalidConfigurationError extends TidegateError {
  declare readonly problems: readonly PlacedProblem[];

  /** @param directory the project's, from which places are shown */
  constructor(problems: readonly PlacedProblem[], directory: string) {
    const sorted = [...problems].sort((a, b) => comparePlaces(a.place, b.place));
    const count = sorted.length === 1 ? "There is a problem" : `There are ${sorted.length} problems`;
    const lines = sorted.map((problem) => `  ${formatProblem(problem, directory)}`);
    super("invalid-configuration", [`${count} in the configuration; nothing was written.`, ...lines].join("\n"));
    // Not enumerable: Node prints an uncaught error's fields, and the message says it all already.
    Object.defineProperty(this, "problems", { value: sorted, enumerable: false });
  }
}

/** `.projenrc.ts:14 environments[1].strategy.steps: "120%" is …`. */
export function formatProblem({ place, path, message }: PlacedProblem, directory: string): string {
  const where = place === undefined ? "" : `${formatCallSite(place, directory)} `;
  const what = formatPath(path);
  return `${where}${what === "" ? "" : `${what}: `}${message}`;
}

function comparePlaces(a: CallSite | undefined, b: CallSite | undefined): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
