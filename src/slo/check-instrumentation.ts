import { increment } from "./counter.ts";
import type { Arm, MetricsSample } from "./counts.ts";
import type { IndicatorName } from "./objective.ts";

/** Two looks at the counters, and how many requests each arm was sent between them. */
export interface InstrumentationLooks {
  readonly before: MetricsSample;
  readonly after: MetricsSample;
  /** Key: arm; value: requests that it was surely sent between the looks. An arm that is not here need only be there. */
  readonly sent: Partial<Readonly<Record<Arm, number>>>;
  /** What must be counted. */
  readonly indicators: readonly IndicatorName[];
  /** The requests were the target's own, which are counted apart. @default false */
  readonly areProbes?: boolean;
}

/** So much of what was sent may be missing, because it was sent just before the last collection. */
const lateShare = 0.5;
/** More than this many times what was sent is counted twice. Users' requests come on top, so only for probes. */
const doubleFactor = 1.5;

/**
 * Whether the counters tell the arms apart and move as requests come, to be asked while next to nothing depends on it:
 * with counters that do not move, a bad release would be seen by its users alone.
 *
 * @returns all problems, each a sentence; empty when the instruments can be trusted
 */
export function checkInstrumentation(looks: InstrumentationLooks): readonly string[] {
  const { areProbes = false, sent, indicators } = looks;
  const before = toCounted(looks.before, areProbes);
  const after = toCounted(looks.after, areProbes);
  const first = increment(undefined, before, indicators);
  if (first.kind === "invalid") return [`The counters make no sense: ${first.message}.`];
  const read = first.kind === "first" ? increment(first.mark, after, indicators) : first;
  if (read.kind === "invalid") return [`The counters make no sense: ${read.message}.`];
  if (read.kind !== "tick") return ["The counters were not collected again between two looks."];
  const ticks = Object.values(read.ticks)[0];
  return (["stable", "candidate"] as const).flatMap((arm) => {
    const asked = sent[arm];
    if (asked === undefined) return [];
    if (after.arms[arm] === undefined) return [`Nobody counts the ${arm} arm: it has no series.`];
    return problemsOf(arm, { asked, counted: ticks?.[arm].requests ?? Number.NaN, areProbes });
  });
}

function toCounted({ atMs, arms, probes = {} }: MetricsSample, areProbes: boolean): MetricsSample {
  return { atMs, arms: areProbes ? probes : arms };
}

interface Movement {
  readonly asked: number;
  readonly counted: number;
  readonly areProbes: boolean;
}

function problemsOf(arm: Arm, { asked, counted, areProbes }: Movement): readonly string[] {
  if (asked === 0) return [];
  const was = `${counted} of ${asked} requests to the ${arm} arm were counted`;
  // Fail closed: a count that is no number is none.
  if (!(counted >= Math.max(1, asked * lateShare))) return [`${was}; its counters do not move as they should.`];
  if (areProbes && counted > Math.max(asked + 1, asked * doubleFactor)) return [`${was}; they are counted twice.`];
  return [];
}
