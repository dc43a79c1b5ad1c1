import type { Clock } from "../rollout/ports.ts";

/** Node's timers take at most 2^31 − 1 ms; a longer wait is made of several. */
const longestTimerMs = 2_147_000_000;

export const systemClock: Clock = { nowMs: () => Date.now(), until };

async function until(atMs: number, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const leftMs = atMs - Date.now();
    if (!(leftMs > 0)) return;
    await timer(Math.min(leftMs, longestTimerMs), signal);
  }
}

function timer(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timeout);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timeout = setTimeout(end, durationMs);
    signal?.addEventListener("abort", end, { once: true });
  });
}
