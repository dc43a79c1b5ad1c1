import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";

const sources = [".projenrc.ts", ".projenrc.mts", ".projenrc.mjs", ".projenrc.js", ".projenrc.cjs"];

interface Tasks {
  readonly tasks?: { readonly default?: { readonly steps?: readonly Readonly<Record<string, unknown>>[] } };
}

/** What projen's own task list says, when it says no more than which commands to run. */
function fromTasks(directory: string): readonly string[] | undefined {
  const file = join(directory, ".projen/tasks.json");
  if (!existsSync(file)) return undefined;
  const { tasks }: Tasks = JSON.parse(readFileSync(file, "utf8"));
  const steps = tasks?.default?.steps ?? [];
  if (steps.length === 0) return undefined;
  const commands = steps.map(({ exec, ...rest }) =>
    typeof exec === "string" && Object.keys(rest).length === 0 ? exec : undefined,
  );
  return commands.every((command) => command !== undefined) ? commands : ["projen default"];
}

/**
 * How the repository's files are generated: as `npx projen` does, without starting projen's command first.
 * @throws TidegateError when there is nothing to generate from
 */
export function synthCommands(directory: string): readonly string[] {
  const source = sources.find((name) => existsSync(join(directory, name)));
  const commands = fromTasks(directory) ?? (source === undefined ? undefined : [`node ${source}`]);
  if (commands) return commands;
  throw new TidegateError(
    "not-found",
    `${directory} has neither .projen/tasks.json nor a .projenrc file, so it is not known how its files are generated. Run this at the root of the repository, or say it with --synth "<command>".`,
  );
}

/** The environment of a synth that only writes files: no installs after it, no locks of git's, tools by their names. */
export function synthEnvironment(directory: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    PROJEN_DISABLE_POST: "true",
    GIT_OPTIONAL_LOCKS: "0",
    PATH: [join(directory, "node_modules/.bin"), env.PATH ?? ""].join(delimiter),
  };
}
