import { exceeds } from "./beyond-chance.ts";
import type { Counts } from "./counts.ts";
import type { Tick } from "./sequential-test.ts";

/** One of ten instances that answers within a tenth of a second has so much of the whole arm's traffic in flight. */
const inFlightMs = 10;
/** How a candidate does otherwise is known once it has served so many times the requests of the tick in question. */
const knownAfterTicks = 5;
/** Below this probability a candidate that goes on as before does not fail as often by chance. */
const outlierLevel = 0.001;

/**
 * How many of the candidate's failures in this tick may be those of one instance that was moved, and so not the
 * release's: no more than it can have had in flight, and only where they came all at once in a candidate that did
 * better before. Counters at the edge do not say that an instance was moved, so the failures themselves must.
 *
 * @param before what was compared until this tick
 */
export function lostInFlight(before: Tick, tick: Tick, elapsedMs: number): number {
  const { candidate, stable } = tick;
  if (!(elapsedMs > 0) || before.candidate.requests < knownAfterTicks * candidate.requests) return 0;
  const most = Math.floor((candidate.requests * Math.min(inFlightMs, elapsedMs)) / elapsedMs);
  if (most === 0) return 0;
  const usual = Math.max(cautiousRatio(before.candidate), cautiousRatio(before.stable), ratioOf(stable));
  if (!exceeds(candidate, usual, outlierLevel)) return 0;
  return Math.min(most, candidate.failures);
}

function cautiousRatio({ requests, failures }: Counts): number {
  return (failures + 1) / (requests + 1);
}

function ratioOf({ requests, failures }: Counts): number {
  return requests === 0 ? 0 : failures / requests;
}
