import { FencedError, TidegateError } from "../errors/tidegate-error.ts";
import { type Assessment, lastLookMs } from "./assess.ts";
import { attend, audienceOf, CancelledError, type Loop, rolloutOf, throwIfCancelled } from "./loop.ts";
import { perform } from "./perform.ts";
import type { Effect, Observation } from "./ports.ts";
import { progressLine } from "./progress-line.ts";
import type { Rollout, TimelineEntry } from "./record.ts";
import { readLimitMs } from "./timed-target.ts";
import { turn } from "./turn.ts";

/**
 * One look, one decision, at most one effect. What was decided, and the effect that is about to follow from it, are one
 * write; the effect comes after it, and the next look tells whether it worked.
 *
 * @returns whether there is something to look at right away
 * @throws FencedError when somebody else owns the rollout
 */
export async function tick(loop: Loop): Promise<boolean> {
  await refresh(loop);
  const before = loop.access.current();
  const observation = await look(loop);
  const assessed = observation === undefined ? {} : await assess(loop, rolloutOf(before), observation);
  const nowMs = loop.ports.clock.nowMs();
  const seen = { nowMs, ...(observation === undefined ? {} : { observation }), ...assessed };
  let effect: Effect | undefined;
  const after = await loop.access.update((record) => {
    const { holder, appliedKey } = loop;
    const turned = (loop.ports.turn ?? turn)(record, seen, { holder, appliedKey, audience: audienceOf(loop) });
    effect = turned.effect;
    return turned.record;
  });
  report(loop, rolloutOf(before), rolloutOf(after), assessed, nowMs);
  throwIfCancelled(loop);
  const isNews = effect !== undefined && (await perform(loop, effect));
  return isNews || rolloutOf(before).phase !== rolloutOf(after).phase;
}

/** What others have written meanwhile: a person's command, or a new owner. A store that is away has no news. */
async function refresh(loop: Loop): Promise<void> {
  try {
    await attend(loop, "The record", loop.access.refresh(), loop.ports.clock.nowMs() + readLimitMs);
  } catch (error) {
    if (error instanceof CancelledError || error instanceof FencedError) throw error;
    if (!(error instanceof TidegateError) || error.code === "corrupt-record") throw error;
    loop.ports.log.warning(`The record cannot be read: ${error.message}`);
  }
}

/** The target's word, or `undefined` when it gave none. */
async function look(loop: Loop): Promise<Observation | undefined> {
  const { target, clock, log } = loop.ports;
  const limitMs = clock.nowMs() + rolloutOf(loop.access.current()).plan.leaseMs;
  try {
    return await attend(loop, "The target", target.observe(), limitMs);
  } catch (error) {
    if (error instanceof CancelledError || error instanceof FencedError) throw error;
    if (!(error instanceof TidegateError)) throw error;
    log.warning(`The target cannot be observed: ${error.message}`);
    return undefined;
  }
}

/** Opinions may be late: then there is none. Going back does not wait for one. */
async function assess(loop: Loop, rollout: Rollout, observation: Observation): Promise<Assessment> {
  const { clock, log } = loop.ports;
  const isGoingBack = rollout.phase === "rolling-back" || rollout.phase === "rollback-failed";
  const limitMs = clock.nowMs() + (isGoingBack ? lastLookMs : rollout.plan.leaseMs);
  try {
    return await attend(loop, "The judge", loop.assess(rollout, observation), limitMs);
  } catch (error) {
    if (!(error instanceof TidegateError) || error.code !== "timeout" || error instanceof CancelledError) throw error;
    log.warning(error.message);
    return { problem: error.message };
  }
}

function report(loop: Loop, before: Rollout, after: Rollout, { verdict }: Assessment, nowMs: number): void {
  const { log } = loop.ports;
  const news = linesAfter(after.timeline, before.timeline.at(-1));
  if (news.length === 0 && verdict !== undefined) log.info(progressLine(after, verdict, nowMs));
  for (const { phase, candidatePercent, text } of news) {
    const line = `${candidatePercent} % · ${phase} · ${text}`;
    if (phase === "rolling-back" || phase === "rollback-failed" || phase === "holding") log.warning(line);
    else log.info(line);
  }
}

/** The lines that are new; a story that is too long has lost some in between, so they are not to be counted. */
function linesAfter(timeline: readonly TimelineEntry[], last: TimelineEntry | undefined): readonly TimelineEntry[] {
  const index = timeline.findLastIndex(({ atMs, text }) => atMs === last?.atMs && text === last.text);
  return timeline.slice(index + 1);
}
