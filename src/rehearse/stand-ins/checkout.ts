import { join } from "node:path";
import { gitIn } from "../git.ts";
import type { StandIn } from "./stand-in.ts";

/** actions/checkout: a clone of the rehearsed repository at the run's commit. */
export const checkout: StandIn = async ({ inputs, state }) => {
  const ref = inputs.ref || state.trigger.sha;
  const directory = join(state.workspace, inputs.path ?? "");
  await gitIn(state.workspace)("clone", "--quiet", "--no-checkout", state.world.repositoryDirectory, directory);
  await gitIn(directory)("-c", "advice.detachedHead=false", "checkout", "--quiet", ref);
  return { says: `checked out ${ref.slice(0, 12)} of the rehearsed repository; no token is stored` };
};
