import type { Effect, Fence, Observation, Revision, StoredRecord, Target } from "../../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../../src/rollout/record.ts";
import type { Fault, InMemoryTarget } from "../in-memory-target.ts";
import type { Event, Moment } from "./trace.ts";

/** The target that all actors share, and everything that happens to it. Nothing in it takes time. */
export class Stage {
  readonly target: InMemoryTarget;
  readonly trace: Event[] = [];
  /** It takes nothing back when it is asked to. */
  isStuck = false;
  #now: { readonly actor: string; readonly epoch: number } = { actor: "", epoch: 0 };

  /** @param nextFault consumed one a call */
  constructor(target: InMemoryTarget, nextFault: () => Fault | undefined) {
    this.target = target;
    const fault = (what: string, mayBeHalf = false): Fault | undefined => {
      const next = nextFault();
      const chosen = next === "half" && !mayBeHalf ? undefined : next;
      if (chosen !== undefined) this.happen(`fault: ${what} ${chosen}`);
      return chosen;
    };
    target.faults = {
      effect: (effect) => {
        const isCurrent = this.#now.epoch >= (target.stored?.record.epoch ?? 0);
        if (isCurrent) this.trace.push({ kind: "effect", ...this.#now, effect, before: this.moment() });
        if (this.isStuck && effect.kind === "restore") {
          this.happen("fault: restore refuses");
          return "refuses";
        }
        return fault(effect.kind, true);
      },
      write: () => fault("write"),
      read: () => fault("read"),
      observe: () => fault("observe"),
    };
  }

  moment(): Moment {
    const { target } = this;
    const seen = (arm: (typeof target.arms)["stable"]) => {
      if (arm === undefined) return undefined;
      const { release, instances, restarts, readyAtMs } = arm;
      return { release, instances, restarts, ready: instances > 0 && readyAtMs <= target.nowMs() };
    };
    const stable = seen(target.arms.stable);
    const candidate = seen(target.arms.candidate);
    const arms = { ...(stable && { stable }), ...(candidate && { candidate }) };
    return { atMs: target.nowMs(), record: target.stored?.record, arms, candidatePercent: target.candidatePercent };
  }

  happen(what: string): void {
    this.trace.push({ kind: "happening", what, before: this.moment() });
  }

  apply(actor: string, effect: Effect, fence: Fence): Promise<void> {
    this.#now = { actor, epoch: fence.epoch };
    const doneBefore = this.target.done.length;
    const call = this.target.apply(effect, fence);
    if (this.target.done.length > doneBefore) this.trace.push({ kind: "done", actor, effect, after: this.moment() });
    return call;
  }

  async write(actor: string, record: DeliveryRecord, expected: Revision | undefined): Promise<Revision> {
    // The target may enforce the lease now, which is its own doing and not this actor's.
    const { target } = this;
    let before = this.moment();
    const { write } = target.faults;
    target.faults.write = (written) => {
      before = this.moment();
      return write?.(written);
    };
    const call = target.write(record, expected);
    if (write !== undefined) target.faults.write = write;
    const stored = target.stored?.record;
    if (stored !== undefined && stored !== before.record)
      this.trace.push({ kind: "write", actor, record: stored, before });
    return call;
  }
}

/** The stage as one actor sees it; a dead one never hears of anything again. */
export class ActorTarget implements Target {
  readonly #stage: Stage;
  readonly #name: string;
  #isDead = false;

  constructor(stage: Stage, name: string) {
    this.#stage = stage;
    this.#name = name;
  }

  get capabilities(): Target["capabilities"] {
    return this.#stage.target.capabilities;
  }

  kill(): void {
    this.#isDead = true;
  }

  read(): Promise<StoredRecord | undefined> {
    return this.#alive(() => this.#stage.target.read());
  }

  write(record: DeliveryRecord, expected: Revision | undefined): Promise<Revision> {
    return this.#alive(() => this.#stage.write(this.#name, record, expected));
  }

  observe(): Promise<Observation> {
    return this.#alive(() => this.#stage.target.observe());
  }

  apply(effect: Effect, fence: Fence): Promise<void> {
    return this.#alive(() => this.#stage.apply(this.#name, effect, fence));
  }

  #alive<T>(call: () => Promise<T>): Promise<T> {
    return this.#isDead ? new Promise<never>(() => {}) : call();
  }
}
