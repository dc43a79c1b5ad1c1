import { limits } from "./fault-bench.ts";

/** Until a fault of the metrics is noticed: five polls in a row, or two of their time-outs and what a look takes. */
const noticedMs = 5 * (limits.pollMs + 300);
/** For a machine that is busy with other things. */
export const slackMs = 4_000;

/** From a fault that stays until all requests are on stable again: noticed, held in vain, taken back. */
export const backWithinMs = noticedMs + limits.maxHoldMs + slackMs;

/** Says how long it took. */
export function record(fault: string, tookMs: number): void {
  process.stdout.write(`measured: ${fault}: ${tookMs} ms\n`);
}
