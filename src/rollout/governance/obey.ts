import { assertNever } from "../../errors/assert-never.ts";
import { shiftTo } from "../before-traffic.ts";
import { advance, passOf, promote } from "../judged.ts";
import { isGoingBack } from "../phase.ts";
import type { Rollout } from "../record.ts";
import type { SeenAt } from "../seen.ts";
import { failRollout } from "../transition.ts";
import type { Command } from "./command.ts";
import { freezeFor } from "./go-forward.ts";
import { endPause, isPausable, longestPauseMs, pauseRollout } from "./pause.ts";

export interface Obeyed {
  readonly rollout: Rollout;
  /** What came of it, for the audit. */
  readonly result: string;
}

type Moment = Pick<SeenAt, "nowMs" | "epoch">;

/** What a command makes of a rollout under way; `later`: not now, but as soon as the traffic stands still. */
export function obey(rollout: Rollout, command: Command, moment: Moment): Obeyed | "later" {
  const { nowMs } = moment;
  if (isGoingBack(rollout.phase)) return unchanged(rollout, "came too late: it is going back already");
  switch (command.kind) {
    case "pause":
      return pause(rollout, command, nowMs);
    case "resume":
      return resume(rollout, command, nowMs);
    case "abort": {
      const text = `aborted by ${command.actor}: ${command.reason}`;
      return { rollout: failRollout(rollout, { kind: "manual", text }, nowMs), result: "goes back" };
    }
    case "promote-now":
      return promoteNow(rollout, command, moment);
    case "override-freeze":
      return overrideFreeze(rollout, command, nowMs);
    default:
      return assertNever(command.kind);
  }
}

const unchanged = (rollout: Rollout, result: string): Obeyed => ({ rollout, result });

function pause(rollout: Rollout, { actor, reason, untilMs }: Command, nowMs: number): Obeyed | "later" {
  const { phase } = rollout;
  const limitMs = nowMs + longestPauseMs;
  const asked = { kind: "manual", actor, reason, untilMs: Math.min(untilMs ?? limitMs, limitMs) } as const;
  if (phase === "promoting") return unchanged(rollout, "came too late: it is being made the stable release");
  if (phase === "frozen") return unchanged(rollout, "it is frozen: abort it, or promote it");
  if (phase === "paused") return pausedAgain(rollout, asked);
  return isPausable(rollout) ? { rollout: pauseRollout(rollout, asked, nowMs), result: "paused" } : "later";
}

/** The pause of a freeze becomes a person's, so that the end of the freeze does not end it. */
function pausedAgain(rollout: Rollout, { untilMs, ...by }: Parameters<typeof pauseRollout>[1]): Obeyed {
  const { pause: before } = rollout;
  if (before === undefined || before.kind === "manual") return unchanged(rollout, "it is paused already");
  return { rollout: { ...rollout, deadlineMs: untilMs, pause: { ...before, ...by } }, result: "paused" };
}

function resume(rollout: Rollout, { actor, reason }: Command, nowMs: number): Obeyed {
  if (rollout.phase === "frozen") return unchanged(rollout, "it is frozen: abort it, or promote it");
  if (rollout.phase !== "paused") return unchanged(rollout, `it is not paused but in ${rollout.phase}`);
  if (rollout.pause?.kind === "freeze") return unchanged(rollout, "a freeze holds it: override that, or wait");
  return { rollout: endPause(rollout, nowMs, `resumed by ${actor}: ${reason}`), result: "goes on" };
}

/**
 * Leaves out what is left of the stage at hand: all further steps, or the bake. The guards go on; a freeze has to be
 * overridden first.
 */
function promoteNow(rollout: Rollout, { actor, reason }: Command, moment: Moment): Obeyed | "later" {
  const { nowMs } = moment;
  const { phase, plan, hold, pause: paused } = rollout;
  if (phase === "promoting") return unchanged(rollout, "it is being promoted already");
  const freeze = freezeFor(rollout, nowMs);
  if (freeze !== undefined) return unchanged(rollout, `the freeze ${freeze.name} is on: override it first`);
  if (rollout.stepIndex < 0 || phase === "shifting") return "later";
  const { hold: _, pause: __, failure: ___, ...rest } = rollout;
  const text = `promoted by ${actor} without waiting: ${reason}`;
  const lastStep = plan.steps.length - 1;
  const going: Rollout = { ...rest, pass: passOf({ stepIndex: lastStep }, moment, actor) };
  const stage = hold?.resume ?? paused?.resume ?? phase;
  if (stage === "baking") return { rollout: promote(going, nowMs), result: "the bake is left out" };
  if (rollout.stepIndex === lastStep) return { rollout: advance(going, nowMs, text), result: "goes to the bake" };
  return { rollout: shiftTo(going, lastStep, nowMs, text), result: "the steps are left out" };
}

function overrideFreeze(rollout: Rollout, { actor, reason }: Command, nowMs: number): Obeyed {
  const overridden: Rollout = { ...rollout, freezeOverride: { actor, reason, atMs: nowMs } };
  const result = "freezes do not hold this rollout up";
  if (rollout.phase !== "paused" || rollout.pause?.kind !== "freeze") return { rollout: overridden, result };
  return { rollout: endPause(overridden, nowMs, `freeze overridden by ${actor}: ${reason}`), result };
}
