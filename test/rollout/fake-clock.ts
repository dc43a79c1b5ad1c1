import type { Clock } from "../../src/rollout/ports.ts";

interface Waiter {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * Time that passes only while everybody waits: once nothing is left to run, it jumps to the earliest moment that
 * somebody waits for. Deterministic, and an hour takes no time.
 */
export class FakeClock implements Clock {
  #nowMs = 1_700_000_000_000;
  #waiters: Waiter[] = [];
  #isPumping = false;

  nowMs(): number {
    return this.#nowMs;
  }

  until(atMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || !(atMs > this.#nowMs)) return Promise.resolve();
    return new Promise((resolve) => {
      const waiter: Waiter = { atMs, wake: () => this.#leave(waiter, resolve) };
      this.#waiters.push(waiter);
      signal?.addEventListener("abort", waiter.wake, { once: true });
      this.#pump();
    });
  }

  /** Runs `act` once this time has come. */
  at(atMs: number, act: () => void): void {
    void this.until(atMs).then(act);
  }

  #leave(waiter: Waiter, resolve: () => void): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    resolve();
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // Immediates run after all promises have settled: by then whoever can go on has done so.
    setImmediate(() => {
      this.#isPumping = false;
      const next = this.#waiters.reduce<Waiter | undefined>(
        (a, b) => (a !== undefined && a.atMs <= b.atMs ? a : b),
        undefined,
      );
      if (next === undefined) return;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      this.#pump();
    });
  }
}
