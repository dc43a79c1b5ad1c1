import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { findSource } from "../../workflow/find-source.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Tasks {
  readonly env?: Fields;
  readonly tasks?: { readonly default?: Fields & { readonly steps?: readonly Fields[] } };
}

/** @throws TidegateError when it is not what projen writes */
function readTasks(file: string): Tasks {
  let cause: unknown;
  try {
    const tasks: Tasks | null = JSON.parse(readFileSync(file, "utf8"));
    if (tasks !== null && Array.isArray(tasks.tasks?.default?.steps ?? [])) return tasks;
  } catch (error) {
    cause = error;
  }
  const told = cause instanceof Error ? cause.message : "it has no list of steps";
  throw new TidegateError(
    "invalid-configuration",
    `${file} cannot be read as projen's list of tasks: ${told}. Run \`npx projen\` to write it again, or say with --synth "<command>" how the files are generated.`,
    { cause },
  );
}

const hasOnly = (fields: Fields, ...names: readonly string[]) =>
  Object.keys(fields).every((key) => names.includes(key));

/** What projen's own task list says; where it says more than which commands to run, projen has to run them. */
function fromTasks(directory: string): readonly string[] | undefined {
  const file = join(directory, ".projen/tasks.json");
  if (!existsSync(file)) return undefined;
  const { env = {}, tasks } = readTasks(file);
  const { steps = [], ...rest } = tasks?.default ?? {};
  if (steps.length === 0) return undefined;
  // projen sets PATH for every package, to what `synthEnvironment` gives too.
  const isPlain = hasOnly(env, "PATH") && hasOnly(rest, "name", "description");
  const commands = steps.flatMap((step) => (typeof step.exec === "string" && hasOnly(step, "exec") ? [step.exec] : []));
  return isPlain && commands.length === steps.length ? commands : ["projen default"];
}

/**
 * How the repository's files are generated: as `npx projen` does, without starting projen's command first.
 * @throws TidegateError when there is nothing to generate from
 */
export function synthCommands(directory: string): readonly string[] {
  const source = findSource(directory);
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
