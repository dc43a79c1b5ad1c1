import type { Phase } from "../phase.ts";
import type { Rollout } from "../record.ts";
import { enter } from "../transition.ts";

/** A pause that nobody ends is over then, and the rollout goes back. */
export const longestPauseMs = 86_400_000;
/** After a pause there is time for at least this many looks before a deadline strikes. */
const looksAfterPause = 5;

const pausablePhases: readonly Phase[] = ["preparing", "settling", "observing", "holding", "baking"];

export function isPausable({ phase }: Rollout): boolean {
  return pausablePhases.includes(phase);
}

export interface Pause {
  readonly kind: "manual" | "freeze";
  readonly actor: string;
  readonly reason: string;
  /** When it ends by itself, absolute. */
  readonly untilMs: number;
}

/** Stands still where it is. The safety guards and the judge go on: what fails in a pause goes back. */
export function pauseRollout(rollout: Rollout, { untilMs, ...by }: Pause, nowMs: number): Rollout {
  const { hold, pause: _, ...rest } = rollout;
  const deadlineMs =
    hold === undefined ? rollout.deadlineMs : hold.resumeDeadlineMs + Math.max(0, nowMs - hold.sinceMs);
  const pause = {
    ...by,
    sinceMs: nowMs,
    resume: hold?.resume ?? rollout.phase,
    ...(deadlineMs === undefined ? {} : { leftMs: Math.max(0, deadlineMs - nowMs) }),
  };
  const text = `paused by ${by.actor} at ${rollout.candidatePercent} %: ${by.reason}`;
  return enter({ ...rest, pause }, "paused", nowMs, text, untilMs);
}

/** Goes on where it was interrupted, with the time that was left. */
export function endPause(rollout: Rollout, nowMs: number, text: string): Rollout {
  const { pause, ...rest } = rollout;
  if (pause === undefined) return rollout;
  const { pollMs, readyTimeoutMs } = rollout.plan;
  const leftMs = pause.resume === "preparing" ? readyTimeoutMs : (pause.leftMs ?? 0);
  return enter(rest, pause.resume, nowMs, text, nowMs + Math.max(leftMs, looksAfterPause * pollMs));
}
