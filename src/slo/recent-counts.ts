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
  const kept = recent.filter((bucket) => bucket.startMs < startMs && overlaps(bucket.startMs, atMs, burnWindowsMs[0]));
  const same = recent.find((bucket) => bucket.startMs === startMs);
  return [...kept, { startMs, arms: same === undefined ? { ...tick } : addTicks(same.arms, tick) }];
}

/** One arm's counts in the burn windows that end at `atMs`. */
export function windowCounts(recent: RecentCounts, atMs: number, arm: Arm): WindowCounts {
  const within = (windowMs: number): Counts =>
    recent
      .filter((bucket) => overlaps(bucket.startMs, atMs, windowMs))
      .reduce((total, bucket) => addCounts(total, bucket.arms[arm]), { requests: 0, failures: 0 });
  return [within(burnWindowsMs[0]), within(burnWindowsMs[1])];
}

export function addTicks(a: Tick, b: Tick): { stable: Counts; candidate: Counts } {
  return { stable: addCounts(a.stable, b.stable), candidate: addCounts(a.candidate, b.candidate) };
}

function overlaps(startMs: number, atMs: number, windowMs: number): boolean {
  return startMs + bucketMs > atMs - windowMs;
}
