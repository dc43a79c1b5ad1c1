import { failureIn } from "./demand.ts";
import { freezeFor } from "./governance/go-forward.ts";
import { endPause } from "./governance/pause.ts";
import type { Rollout } from "./record.ts";
import { isOverdue, type Seen } from "./seen.ts";
import { failRollout } from "./transition.ts";

/** Nothing goes forward, and what fails goes back. It ends when a person says so, with the freeze, or in going back. */
export function stepPaused(rollout: Rollout, seen: Seen): Rollout {
  const { pause } = rollout;
  const { nowMs } = seen;
  const failure = failureIn(rollout, seen);
  if (failure !== undefined) return failRollout(rollout, failure, nowMs);
  if (pause === undefined) return failRollout(rollout, { kind: "target", text: "paused without a reason" }, nowMs);
  if (pause.kind === "freeze" && freezeFor(rollout, nowMs) === undefined) {
    return endPause(rollout, nowMs, "the freeze is over");
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  // A freeze that has been followed by another one; its end was not known when the pause began.
  if (pause.kind === "freeze") return endPause(rollout, nowMs, "looking again whether the freeze is over");
  const hours = Math.round((nowMs - pause.sinceMs) / 360_000) / 10;
  const text = `paused by ${pause.actor} for ${hours} h, and nobody has resumed it`;
  return failRollout(rollout, { kind: "inconclusive", text }, nowMs);
}
