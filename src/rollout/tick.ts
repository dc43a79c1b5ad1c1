import { FencedError, TidegateError } from "../errors/tidegate-error.ts";
import { type Assessment, lastLookMs } from "./assess.ts";
import { effectFor } from "./effect-for.ts";
import { keepLease } from "./lease.ts";
import { attend, audienceOf, CancelledError, type Loop, rolloutOf, throwIfCancelled } from "./loop.ts";
import { withIntent, withObserved } from "./operation.ts";
import { perform } from "./perform.ts";
import type { Effect, Observation } from "./ports.ts";
import { progressLine } from "./progress-line.ts";
import type { Rollout } from "./record.ts";
import { step } from "./step.ts";

/**
 * One look, one decision, at most one effect. What was decided, and the effect that is about to follow from it, are one
 * write; the effect comes after it, and the next look tells whether it worked.
 *
 * @returns whether there is something to look at right away
 * @throws FencedError when somebody else owns the rollout
 */
export async function tick(loop: Loop): Promise<boolean> {
  const before = loop.access.current();
  const observation = await look(loop);
  const assessed = observation === undefined ? {} : await assess(loop, rolloutOf(before), observation);
  const nowMs = loop.ports.clock.nowMs();
  const seen = { nowMs, ...(observation === undefined ? {} : { observation }), ...assessed };
  let effect: Effect | undefined;
  const after = await loop.access.update((record) => {
    const acknowledged = observation === undefined ? record : withObserved(record, loop.appliedKey, nowMs);
    const next = step(acknowledged, seen, audienceOf(loop));
    effect = observation === undefined ? undefined : effectFor(rolloutOf(next), observation);
    return keepLease(withIntent(next, effect, nowMs), loop.holder, nowMs);
  });
  report(loop, rolloutOf(before), rolloutOf(after), assessed, nowMs);
  throwIfCancelled(loop);
  const isNews = effect !== undefined && (await perform(loop, effect));
  return isNews || rolloutOf(before).phase !== rolloutOf(after).phase;
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
  const news = after.timeline.slice(before.timeline.length);
  if (news.length === 0 && verdict !== undefined) log.info(progressLine(after, verdict, nowMs));
  for (const { phase, candidatePercent, text } of news) {
    const line = `${candidatePercent} % · ${phase} · ${text}`;
    if (phase === "rolling-back" || phase === "rollback-failed" || phase === "holding") log.warning(line);
    else log.info(line);
  }
}
