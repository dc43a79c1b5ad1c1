import type { Clock } from "../../../src/rollout/ports.ts";

/** The clock of one machine, which shows another time than the others from some moment on; its waits are as long as ever. */
export class JumpingClock implements Clock {
  readonly #truth: Clock;
  #aheadMs = 0;

  constructor(truth: Clock) {
    this.#truth = truth;
  }

  jump(byMs: number): void {
    this.#aheadMs += byMs;
  }

  nowMs(): number {
    return this.#truth.nowMs() + this.#aheadMs;
  }

  until(atMs: number, signal?: AbortSignal): Promise<void> {
    return this.#truth.until(atMs - this.#aheadMs, signal);
  }
}
