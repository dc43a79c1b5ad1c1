import { type Command, CommanderError } from "commander";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { reasonOf } from "../errors/reason-of.ts";

/** Commands whose 1 means "something was found"; when they cannot tell, they end with 2. */
const findingCommands = new Set(["check", "graph", "import", "pins"]);

/** Makes the command, and those below it, throw where commander would end the process. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const below of command.commands) throwInsteadOfExit(below);
}

/**
 * Runs what the arguments ask for. Whatever goes wrong is told once, on standard error, without a stack.
 * @returns the exit code where it is not decided by the command: 2 for arguments that cannot be used
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<number | undefined> {
  throwInsteadOfExit(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2;
    }
    process.stderr.write(`tidegate: ${reasonOf(error)}\n`);
    return error instanceof InvalidInputError || findingCommands.has(args[0] ?? "") ? 2 : 1;
  }
}
