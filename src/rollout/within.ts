import type { Clock } from "./ports.ts";

export interface Limit {
  readonly clock: Clock;
  readonly untilMs: number;
  /** Ends the waiting, not the work. */
  readonly signal?: AbortSignal;
}

/** Waits for work until a time; `undefined` when it is not done by then. The work itself goes on, and may fail unheard. */
export async function within<T>(work: Promise<T>, limit: Limit): Promise<{ readonly value: T } | undefined> {
  const done = new AbortController();
  const signal = limit.signal === undefined ? done.signal : AbortSignal.any([limit.signal, done.signal]);
  work.catch(() => undefined);
  try {
    return await Promise.race([
      work.then((value) => ({ value })),
      limit.clock.until(limit.untilMs, signal).then(() => undefined),
    ]);
  } finally {
    done.abort();
  }
}
