import { FencedError } from "../../errors/tidegate-error.ts";
import { isGoingBack, isTerminal } from "../../rollout/phase.ts";
import type { Effect } from "../../rollout/ports.ts";
import type { Rollout } from "../../rollout/record.ts";

/**
 * An effect can be asked for, take long (a pull from a slow registry), and arrive when its rollout has ended or goes back,
 * at the same epoch. Then nothing may lead forward any more: a candidate would be started that nobody drives or stops.
 *
 * @param key the operation's, which begins with the rollout's id
 * @throws FencedError
 */
export function checkIsWanted(effect: Effect, key: string, rollout: Rollout | undefined): void {
  if (rollout === undefined || effect.kind === "restore" || !key.startsWith(`${rollout.id}/`)) return;
  if (!isTerminal(rollout.phase) && !isGoingBack(rollout.phase)) return;
  throw new FencedError(`${key} came too late: the rollout of ${rollout.candidate.version} is in ${rollout.phase}.`);
}
