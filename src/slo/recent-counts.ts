import { z } from "zod";
import { burnWindowsMs, type WindowCounts } from "./burn-rate.ts";
import type { Arm, Counts } from "./counts.ts";
import { armCountsSchema } from "./counts-schema.ts";
import { addCounts, type Tick } from "./sequential-test.ts";

/** Short enough to cut the windows to ±10 s, long enough that five minutes are thirty entries in the record. */
const bucketMs = 10_000;

/** What both arms served in each span of ten seconds, oldest first; no more than the longest burn window. */
export const recentCountsSchema = z.array(z.object({ startMs: z.number(), arms: armCountsSchema }));
export type RecentCounts = z.infer<typeof recentCountsSchema>;

export function addRecent(recent: RecentCounts, atMs: number, tick: Tick): RecentCounts {
  const startMs = Math.floor(atMs / bucketMs) * bucketMs;
  const kept: RecentCounts = [];
  let arms: RecentCounts[number]["arms"] = { ...tick };
  for (const bucket of recent) {
    if (bucket.startMs === startMs) arms = addTicks(bucket.arms, tick);
    else if (bucket.startMs < startMs && overlaps(bucket.startMs, atMs, burnWindowsMs[0])) kept.push(bucket);
  }
  kept.push({ startMs, arms });
  return kept;
}

/** One arm's counts in the burn windows that end at `atMs`. */
export function windowCounts(recent: RecentCounts, atMs: number, arm: Arm): WindowCounts {
  const within = (windowMs: number): Counts => {
    let [requests, failures] = [0, 0];
    for (const { startMs, arms } of recent) {
      if (!overlaps(startMs, atMs, windowMs)) continue;
      requests += arms[arm].requests;
      failures += arms[arm].failures;
    }
    return { requests, failures };
  };
  return [within(burnWindowsMs[0]), within(burnWindowsMs[1])];
}

export function addTicks(a: Tick, b: Tick): { stable: Counts; candidate: Counts } {
  return { stable: addCounts(a.stable, b.stable), candidate: addCounts(a.candidate, b.candidate) };
}

function overlaps(startMs: number, atMs: number, windowMs: number): boolean {
  return startMs + bucketMs > atMs - windowMs;
}
