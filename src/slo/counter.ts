import { z } from "zod";
import type { Arm, ArmSample, Counts, MetricsSample } from "./counts.ts";
import type { IndicatorName } from "./objective.ts";
import type { Tick } from "./sequential-test.ts";

const count = z.number().int().min(0);
const armMarkSchema = z.object({ requests: count, bad: z.record(z.string(), count), instance: z.string() });
/** `null`: never seen, so its counters stand at zero. `lost`: seen before, absent now, so nobody knows. */
const markedArmSchema = z.union([armMarkSchema, z.literal("lost"), z.null()]);
type MarkedArm = z.infer<typeof markedArmSchema>;

/** The counters at the last good scrape; the next increments are taken from here. */
export const counterMarkSchema = z.object({
  atMs: z.number(),
  arms: z.object({ stable: markedArmSchema, candidate: markedArmSchema }),
});
export type CounterMark = z.infer<typeof counterMarkSchema>;

/** What both arms served between two scrapes. Key: indicator. */
export type Ticks = Readonly<Record<IndicatorName, Tick>>;

/** What a scrape adds to what is known. */
export type Increment =
  /** The first scrape only sets the mark: what was served before is not of this step. */
  | { readonly kind: "first"; readonly mark: CounterMark }
  | { readonly kind: "tick"; readonly mark: CounterMark; readonly ticks: Ticks }
  /** The same scrape again, or an older one: nothing new. */
  | { readonly kind: "repeat" }
  /** Numbers that cannot be; the mark stays, so that the next good scrape counts what happened meanwhile. */
  | { readonly kind: "invalid"; readonly message: string };

/**
 * Turns cumulative counters into increments, both arms over the same span. A series that went down, or whose instance
 * is another, began again at zero: its increment is its new value. A series that vanished and came back counts again
 * from where it came back, because its span would not be the other arm's.
 */
export function increment(
  mark: CounterMark | undefined,
  sample: MetricsSample,
  indicators: readonly IndicatorName[],
): Increment {
  const problem = problemOf("stable", sample, indicators) ?? problemOf("candidate", sample, indicators);
  if (problem !== undefined) return { kind: "invalid", message: problem };
  const next = markAt(sample, mark);
  if (mark === undefined) return { kind: "first", mark: next };
  if (sample.atMs <= mark.atMs) return { kind: "repeat" };
  const served = { stable: servedBy("stable", mark, sample), candidate: servedBy("candidate", mark, sample) };
  const ticks: Record<IndicatorName, Tick> = {};
  for (const name of indicators) {
    const tick = { stable: countsOf(served.stable, name), candidate: countsOf(served.candidate, name) };
    if (isTorn(tick.stable) || isTorn(tick.candidate)) {
      return {
        kind: "invalid",
        message: `more requests are counted as ${name} than were served since the last scrape`,
      };
    }
    ticks[name] = tick;
  }
  return { kind: "tick", mark: next, ticks };
}

function problemOf(arm: Arm, sample: MetricsSample, indicators: readonly IndicatorName[]): string | undefined {
  if (!Number.isFinite(sample.atMs)) return `the counters were read at ${sample.atMs}, which is no time`;
  const counters = sample.arms[arm];
  if (counters === undefined) return undefined;
  if (!isCount(counters.requests)) return `the ${arm} arm counts ${counters.requests} requests`;
  for (const name of indicators) {
    const bad = counters.bad[name];
    if (bad === undefined) return `the ${arm} arm has no series for ${name}`;
    if (!isCount(bad)) return `the ${arm} arm counts ${bad} requests as ${name}`;
    if (bad > counters.requests) return `the ${arm} arm counts ${bad} of ${counters.requests} requests as ${name}`;
  }
  return undefined;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isTorn(counts: Counts): boolean {
  return counts.failures > counts.requests;
}

function markAt(sample: MetricsSample, before: CounterMark | undefined): CounterMark {
  const marked = (arm: Arm): MarkedArm => {
    const counters = sample.arms[arm];
    if (counters !== undefined) return { ...counters, bad: { ...counters.bad } };
    const earlier = before?.arms[arm];
    return earlier === undefined || earlier === null ? null : "lost";
  };
  return { atMs: sample.atMs, arms: { stable: marked("stable"), candidate: marked("candidate") } };
}

type Served = Pick<ArmSample, "requests" | "bad">;

function servedBy(arm: Arm, mark: CounterMark, sample: MetricsSample): Served {
  const before = mark.arms[arm];
  const after = sample.arms[arm];
  if (after === undefined || before === "lost") return { requests: 0, bad: {} };
  if (before === null || beganAgain(before, after)) return after;
  const bad: Record<IndicatorName, number> = {};
  for (const name of Object.keys(after.bad)) bad[name] = (after.bad[name] ?? 0) - (before.bad[name] ?? 0);
  return { requests: after.requests - before.requests, bad };
}

function beganAgain(before: ArmSample, after: ArmSample): boolean {
  if (before.instance !== after.instance || after.requests < before.requests) return true;
  return Object.keys(after.bad).some((name) => (after.bad[name] ?? 0) < (before.bad[name] ?? 0));
}

function countsOf(served: Served, name: IndicatorName): Counts {
  return { requests: served.requests, failures: served.bad[name] ?? 0 };
}
