import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RehearsalError } from "./rehearsal-error.ts";

const run = promisify(execFile);

/**
 * Git in one folder, with an identity of its own so that a machine without any can commit. It answers what git printed,
 * and rejects with a RehearsalError that holds what git said when it failed.
 */
export function gitIn(directory: string): (...args: readonly string[]) => Promise<string> {
  const identity = [
    "-c",
    "user.name=Playground",
    "-c",
    "user.email=playground@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  return async (...args) => {
    try {
      const { stdout } = await run("git", ["-C", directory, ...identity, ...args], { maxBuffer: 64 * 1024 * 1024 });
      return stdout.trim();
    } catch (error) {
      const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
      const said = stderr?.trim() || message;
      throw new RehearsalError(`\`git ${args.join(" ")}\` failed in ${directory}: ${said}`, { cause: error });
    }
  };
}
