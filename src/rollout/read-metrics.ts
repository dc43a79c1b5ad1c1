import { reasonOf } from "../errors/reason-of.ts";
import type { Reading } from "../slo/poll.ts";
import type { Clock, Metrics } from "./ports.ts";
import { within } from "./within.ts";

/** Reads the counters, but waits no longer than that. Never throws: whatever goes wrong is a reading too. */
export async function readMetrics(metrics: Metrics, clock: Clock, limitMs: number): Promise<Reading> {
  try {
    const done = await within(metrics.read(), { clock, untilMs: clock.nowMs() + limitMs });
    if (done !== undefined) return { kind: "sample", sample: done.value };
    return { kind: "unavailable", message: `the metrics gave no answer in ${limitMs / 1000} s` };
  } catch (error) {
    // Also a defect of an adapter: it may hold a rollout up, and not end the one who would take it back.
    return { kind: "unavailable", message: reasonOf(error) };
  }
}
