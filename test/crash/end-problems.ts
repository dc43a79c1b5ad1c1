import { isTerminal } from "../../src/rollout/phase.ts";
import type { Observation } from "../../src/rollout/ports.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";

/** What the target, the record and the team say when nobody does anything any more. */
export interface End {
  readonly record: DeliveryRecord | undefined;
  readonly seen: Observation;
  /** Final notices about the rollout in the record, each key once. */
  readonly finals: number;
}

/** What is not as it must be; empty when everything is. */
export function endProblems({ record, seen, finals }: End): string[] {
  const { rollout } = record ?? {};
  if (record === undefined || rollout === undefined) return ["there is no record of a rollout"];
  return [
    ...trafficProblems(record, seen),
    ...rolloutProblems(rollout, record),
    ...problem(record.outbox.length > 0, `${record.outbox.length} notices are left`),
    ...problem(finals !== 1, `the team got ${finals} final notices about ${rollout.candidate.version}`),
  ];
}

function trafficProblems({ live }: DeliveryRecord, { arms, candidatePercent }: Observation): string[] {
  return [
    ...problem(candidatePercent !== 0, `${candidatePercent} % are on the candidate after the end`),
    ...problem(arms.candidate !== undefined, "a candidate is left at the target"),
    ...problem(arms.stable?.release.digest !== live?.digest, "another release serves than the record says"),
    ...problem(arms.stable?.ready !== true, "what serves is not ready"),
  ];
}

function rolloutProblems(rollout: Rollout, { live }: DeliveryRecord): string[] {
  const { phase, lease, candidate, stable } = rollout;
  const isForward = phase === "succeeded";
  const wanted = isForward ? candidate : stable;
  return [
    ...problem(!isTerminal(phase), `the rollout is left in ${phase}`),
    ...problem(lease !== undefined, "there is a lease after the end"),
    ...problem(live?.digest !== wanted?.digest, `live is ${live?.version} after ${phase}`),
    ...problem(isForward && !hasPassed(rollout), "it went forward without its last pass"),
  ];
}

/** Whoever takes over forgets the pass itself; that it was promoted is in the story, and only a pass leads there. */
function hasPassed({ timeline }: Rollout): boolean {
  return timeline.some(({ phase }) => phase === "promoting");
}

function problem(isSo: boolean, text: string): string[] {
  return isSo ? [text] : [];
}
