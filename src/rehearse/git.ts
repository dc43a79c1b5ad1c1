import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Git in one folder, with an identity of its own so that a machine without any can commit. */
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
    const { stdout } = await run("git", ["-C", directory, ...identity, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  };
}
