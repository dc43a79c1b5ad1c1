import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { StandIn } from "./stand-in.ts";

const run = promisify(execFile);

/** actions/checkout: a clone of the rehearsed repository at the run's commit. */
export const checkout: StandIn = async ({ inputs, state }) => {
  const ref = inputs.ref || state.trigger.sha;
  const directory = join(state.workspace, inputs.path ?? "");
  const git = (...args: string[]) => run("git", ["-C", directory, ...args]);
  await run("git", ["clone", "--quiet", "--no-checkout", state.world.repositoryDirectory, directory]);
  await git("-c", "advice.detachedHead=false", "checkout", "--quiet", ref);
  return { says: `checked out ${ref.slice(0, 12)} of the rehearsed repository; no token is stored` };
};
