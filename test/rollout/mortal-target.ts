import type { Effect, Fence, Observation, Revision, StoredRecord, Target } from "../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";

/** Where one actor dies: at the n-th call that changes something, before it is done or right after. */
export interface Death {
  readonly atChange: number;
  readonly isDone: boolean;
}

/**
 * A target as one actor sees it. Once that actor is dead, nothing it has started comes to an end, as with a process
 * that was killed: none of its code runs any more.
 */
export class MortalTarget implements Target {
  readonly #target: Target;
  readonly #death: Death | undefined;
  /** Asked before each effect: what is wrong if the target does it. */
  objection: () => string | undefined = () => undefined;
  readonly violations: string[] = [];
  #changes = 0;
  #isDead = false;

  constructor(target: Target, death?: Death) {
    this.#target = target;
    this.#death = death;
  }

  get capabilities(): Target["capabilities"] {
    return this.#target.capabilities;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  kill(): void {
    this.#isDead = true;
  }

  read(): Promise<StoredRecord | undefined> {
    return this.#live(() => this.#target.read());
  }

  write(record: DeliveryRecord, expected: Revision | undefined): Promise<Revision> {
    return this.#change(() => this.#target.write(record, expected));
  }

  observe(): Promise<Observation> {
    return this.#live(() => this.#target.observe());
  }

  apply(effect: Effect, fence: Fence): Promise<void> {
    return this.#change(async () => {
      const objection = this.objection();
      await this.#target.apply(effect, fence);
      if (objection !== undefined) this.violations.push(`${objection}: ${effect.kind}`);
    });
  }

  #change<T>(call: () => Promise<T>): Promise<T> {
    this.#changes += 1;
    if (this.#changes !== this.#death?.atChange) return this.#live(call);
    if (this.#death.isDone && !this.#isDead) void call().catch(() => undefined);
    this.kill();
    return new Promise<never>(() => {});
  }

  async #live<T>(call: () => Promise<T>): Promise<T> {
    if (this.#isDead) return new Promise<never>(() => {});
    try {
      return await call();
    } finally {
      if (this.#isDead) await new Promise<never>(() => {});
    }
  }
}
