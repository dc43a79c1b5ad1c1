import { type CounterMark, increment } from "../slo/counter.ts";
import type { Arm, MetricsSample } from "../slo/counts.ts";
import type { Reading } from "../slo/poll.ts";
import type { Verdict } from "../slo/verdict.ts";
import type { StepToJudge } from "./judged-step.ts";

/**
 * What is not counted in a step, as far as the looks up to now tell; empty when each release is, or when too little came
 * to say so.
 */
export type CheckCounted = (step: StepToJudge, reading: Reading) => readonly string[];

/** If so many requests are expected and none is counted, that is no chance: it happens once in 20,000 times. */
const surely = 10;

const arms: readonly Arm[] = ["stable", "candidate"];

/**
 * Whether both releases are counted, from the first requests that the candidate gets: at 0 % those are the target's
 * probes, else users' in the first step. A release without a series looks like a router that sends it nothing, and
 * nobody would look for the fault where it is.
 */
export function createCheckCounted(): CheckCounted {
  const users = new Tally();
  const probes = new Tally();

  return ({ gate, candidatePercent, rules }, reading) => {
    if (reading.kind !== "sample") return [];
    const { sample } = reading;
    const ratio = expectedRatio({ candidatePercent, rules });
    const isCompared = gate === "statistics" && ratio !== undefined;
    const uncounted = isCompared ? ofUsers(users.add(sample, sample.arms), sample, ratio) : [];
    const asked = gate === "guards" ? undefined : rules?.probes;
    if (asked === undefined) return uncounted;
    const tally = probes.add(sample, sample.probes ?? {});
    const expected = asked.requestsPerSecond * (tally.forMs / 1_000);
    const silent = asked.arms.flatMap((arm) =>
      problemOf(arm, "probes", tally.counted[arm], expected, sample.probes?.[arm]),
    );
    return [...uncounted, ...silent];
  };
}

/** Requests of the candidate for each of stable's; nobody knows where users choose the arm, or are sent by who they are. */
function expectedRatio({
  candidatePercent,
  rules,
}: Pick<StepToJudge, "candidatePercent" | "rules">): number | undefined {
  if (rules?.match !== undefined || rules?.sticky !== undefined) return undefined;
  if (rules?.mirrorPercent !== undefined) return rules.mirrorPercent / 100;
  return candidatePercent > 0 && candidatePercent < 100 ? candidatePercent / (100 - candidatePercent) : undefined;
}

function ofUsers({ counted }: Counted, { arms: seen }: MetricsSample, ratio: number): readonly string[] {
  const expected = { stable: counted.candidate / ratio, candidate: counted.stable * ratio };
  return arms.flatMap((arm) => problemOf(arm, "requests", counted[arm], expected[arm], seen[arm]));
}

function problemOf(
  arm: Arm,
  what: "requests" | "probes",
  counted: number,
  expected: number,
  series: unknown,
): readonly string[] {
  if (counted > 0 || !(expected >= surely)) return [];
  const why = series === undefined ? `there is no series of the ${arm} arm` : "its series does not move";
  return [`none of about ${Math.floor(expected)} ${what} to the ${arm} arm was counted: ${why}`];
}

interface Counted {
  readonly counted: Readonly<Record<Arm, number>>;
  readonly forMs: number;
}

/** Requests since the first look. */
class Tally {
  #mark: CounterMark | undefined;
  #firstAtMs: number | undefined;
  #counted: Record<Arm, number> = { stable: 0, candidate: 0 };

  add({ atMs }: MetricsSample, counters: MetricsSample["arms"]): Counted {
    this.#firstAtMs ??= atMs;
    const read = increment(this.#mark, { atMs, arms: counters }, ["errors"]);
    if (read.kind === "first" || read.kind === "tick") this.#mark = read.mark;
    const tick = read.kind === "tick" ? read.ticks.errors : undefined;
    for (const arm of arms) this.#counted[arm] += tick?.[arm].requests ?? 0;
    return { counted: this.#counted, forMs: atMs - this.#firstAtMs };
  }
}

/** Nothing that is not proven bad is believed of numbers in which a release is missing. */
export function withUncounted(verdict: Verdict, problems: readonly string[]): Verdict {
  const { kind } = verdict;
  if (problems.length === 0 || (kind !== "pass" && kind !== "continue" && kind !== "inconclusive")) return verdict;
  const evidence = { ...verdict.evidence, summary: problems.join("; ") };
  return { kind: "inconclusive", reason: "uncounted", evidence };
}
