import { assertNever } from "../../errors/assert-never.ts";
import type { Rollout } from "../record.ts";
import { failRollout } from "../transition.ts";
import { type Freeze, freezeAt } from "./freeze-at.ts";
import { pauseRollout } from "./pause.ts";

/** The freeze that stands in this rollout's way now. */
export function freezeFor(rollout: Rollout, nowMs: number): Freeze | undefined {
  return rollout.freezeOverride === undefined ? freezeAt(rollout.governance.freezes, nowMs) : undefined;
}

/** Takes a step forward, unless a freeze is on; then it does what the team has declared. Going back never asks here. */
export function goForward(rollout: Rollout, nowMs: number, go: () => Rollout): Rollout {
  const freeze = freezeFor(rollout, nowMs);
  if (freeze === undefined) return go();
  const { onFreeze, finishWithinMs } = rollout.governance;
  const reason = `the freeze ${freeze.name} is on until ${new Date(freeze.untilMs).toISOString()}`;
  const hold = () =>
    pauseRollout(rollout, { kind: "freeze", actor: "tidegate", reason, untilMs: freeze.untilMs }, nowMs);
  switch (onFreeze) {
    case "finish":
      return nowMs + restMs(rollout) <= freeze.sinceMs + finishWithinMs ? go() : hold();
    case "hold":
      return hold();
    case "rollback":
      return failRollout(rollout, { kind: "freeze", text: `${reason}, and what is under way goes back` }, nowMs);
    default:
      return assertNever(onFreeze);
  }
}

/** How long the rest takes if all goes well: the steps after this one and the bake. */
export function restMs({ plan, stepIndex, phase, hotfix }: Rollout): number {
  const steps = plan.steps.slice(stepIndex + 1).reduce((sum, { settleMs, observeMs }) => sum + settleMs + observeMs, 0);
  return phase === "baking" ? 0 : steps + (hotfix === undefined ? plan.bakeMs : 0);
}
