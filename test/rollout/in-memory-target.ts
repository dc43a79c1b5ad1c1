import { ConflictError, FencedError, TidegateError, UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { Release } from "../../src/release/release.ts";
import { expireLease } from "../../src/rollout/expire-lease.ts";
import type {
  ArmObservation,
  Clock,
  Effect,
  Fence,
  Observation,
  Revision,
  StoredRecord,
  Target,
  TargetCapabilities,
} from "../../src/rollout/ports.ts";
import { type DeliveryRecord, deliveryRecordSchema } from "../../src/rollout/record.ts";
import type { TrafficRules } from "../../src/rollout/traffic-rules.ts";

interface FakeArm {
  release: Release;
  readyAtMs: number;
  instances: number;
  restarts: number;
  notReadyReason?: string;
}

/** What can go wrong with one call. `late`: it is done, but the answer is an error. `half`: it is done by half. */
export type Fault = "refuses" | "late" | "half" | "unsupported";

export interface FaultPlan {
  /** Asked before each effect, observation, read and write. */
  effect?(effect: Effect): Fault | undefined;
  observe?(): Fault | undefined;
  write?(record: DeliveryRecord): Fault | undefined;
  read?(): Fault | undefined;
  /** The share that is routed instead of the one asked for. */
  weight?(percent: number): number;
}

/** A target in memory: arms, a router, the record with compare-and-swap and fencing, and the lease. */
export class InMemoryTarget implements Target {
  readonly capabilities: TargetCapabilities;
  readonly #clock: Clock;
  stored: StoredRecord | undefined;
  arms: { stable?: FakeArm; candidate?: FakeArm } = {};
  candidatePercent = 0;
  rules: TrafficRules | undefined;
  faults: FaultPlan = {};
  /** How long a release takes to become ready; Infinity: never. */
  startsWithin: (release: Release) => number = () => 500;
  /** Effects that were done, in order. */
  readonly done: { readonly effect: Effect; readonly fence: Fence; readonly atMs: number; readonly percent: number }[] =
    [];
  #revision = 0;

  constructor(clock: Clock, capabilities: Partial<TargetCapabilities> = {}) {
    this.#clock = clock;
    const all = { headers: true, cookies: true, sticky: true, mirror: true, atomicSwitch: true, probes: true };
    const usual = { granularityPercent: 1, enforcesLease: true, readsBack: true, manualBakeRelease: true };
    this.capabilities = { ...all, ...usual, ...capabilities };
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  /** Serves this release already, as if it had been delivered before. */
  async seed(record: DeliveryRecord): Promise<void> {
    if (record.live !== undefined) this.arms = { stable: this.#start(record.live, 0) };
    await this.write(record, undefined);
  }

  async read(): Promise<StoredRecord | undefined> {
    this.#enforceLease();
    failIf(this.faults.read?.(), "read");
    return this.stored && structuredClone(this.stored);
  }

  async write(record: DeliveryRecord, expected: Revision | undefined): Promise<Revision> {
    this.#enforceLease();
    const fault = this.faults.write?.(record);
    if (fault === "refuses") throw new UnavailableError("the record's store does not answer");
    if (this.stored !== undefined && this.stored.record.epoch > record.epoch) throw new FencedError("old epoch");
    if (this.stored?.revision !== expected) throw new ConflictError("somebody else wrote first");
    this.#store(record);
    if (fault !== undefined) throw new UnavailableError("the answer of the record's store was lost");
    return String(this.#revision);
  }

  async observe(): Promise<Observation> {
    this.#enforceLease();
    failIf(this.faults.observe?.(), "observe");
    const { stable, candidate } = this.arms;
    return {
      arms: {
        ...(stable === undefined ? {} : { stable: this.#seen(stable) }),
        ...(candidate === undefined ? {} : { candidate: this.#seen(candidate) }),
      },
      candidatePercent: this.candidatePercent,
      ...(this.rules === undefined ? {} : { rules: this.rules }),
    };
  }

  async apply(effect: Effect, fence: Fence): Promise<void> {
    this.#enforceLease();
    const fault = this.faults.effect?.(effect);
    if (fault === "refuses") throw new UnavailableError(`the target does not answer to ${effect.kind}`);
    if (fault === "unsupported") throw new TidegateError("unsupported", `the target cannot do ${effect.kind}`);
    if (fence.epoch < (this.stored?.record.epoch ?? 0)) throw new FencedError("old epoch");
    this.#do(effect, fault === "half");
    this.done.push({ effect, fence, atMs: this.#clock.nowMs(), percent: this.candidatePercent });
    if (fault !== undefined) throw new UnavailableError(`the answer to ${effect.kind} was lost`);
  }

  #store(record: DeliveryRecord): void {
    this.#revision += 1;
    // Parsing is what a real store does when it reads: a record that does not survive it is a defect of its author.
    const kept = deliveryRecordSchema.parse(JSON.parse(JSON.stringify(record)));
    this.stored = { record: kept, revision: String(this.#revision) };
  }

  #enforceLease(): void {
    if (!this.capabilities.enforcesLease || this.stored === undefined) return;
    const expired = expireLease(this.stored.record, this.#clock.nowMs());
    if (expired === undefined) return;
    this.#do({ kind: "restore", stable: this.stored.record.rollout?.stable }, false);
    this.#store(expired);
  }

  #do(effect: Effect, isHalf: boolean): void {
    switch (effect.kind) {
      case "prepare":
        if (this.arms.candidate?.release.digest !== effect.release.digest) {
          this.arms.candidate = this.#start(
            effect.release,
            isHalf ? Number.POSITIVE_INFINITY : this.startsWithin(effect.release),
          );
        }
        return;
      case "stop-stable":
        if (this.arms.stable !== undefined) this.arms.stable = { ...this.arms.stable, instances: isHalf ? 1 : 0 };
        return;
      case "set-weight":
        this.#route(
          isHalf ? (this.candidatePercent + effect.candidatePercent) / 2 : effect.candidatePercent,
          effect.rules,
        );
        return;
      case "promote":
        this.#promote(isHalf);
        return;
      case "restore":
        this.#restore(effect.stable, isHalf);
        return;
    }
  }

  #route(percent: number, rules: TrafficRules | undefined): void {
    const isUsed = percent > 0 || rules !== undefined;
    const arm = isUsed ? this.arms.candidate : undefined;
    if (isUsed && (arm === undefined || !this.#isReady(arm))) {
      throw new TidegateError("not-ready", "the candidate is not ready; no requests are routed to it");
    }
    this.#refuseUnable(rules);
    this.rules = rules;
    this.candidatePercent = this.faults.weight?.(percent) ?? percent;
  }

  #refuseUnable({ match = [], sticky, mirrorPercent, probes }: TrafficRules = {}): void {
    const needed = {
      headers: match.some(({ kind }) => kind === "header"),
      cookies: match.some(({ kind }) => kind === "cookie"),
      sticky: sticky !== undefined,
      mirror: mirrorPercent !== undefined,
      probes: probes !== undefined,
    } as const;
    for (const name of Object.keys(needed) as (keyof typeof needed)[]) {
      if (needed[name] && !this.capabilities[name]) throw new TidegateError("unsupported", `it has no ${name}`);
    }
  }

  #promote(isHalf: boolean): void {
    if (isHalf || this.arms.candidate === undefined) return;
    this.arms = { stable: this.arms.candidate };
    this.candidatePercent = 0;
    this.rules = undefined;
  }

  #restore(stable: Release | undefined, isHalf: boolean): void {
    const isRunning = this.arms.stable?.release.digest === stable?.digest && (this.arms.stable?.instances ?? 0) > 0;
    if (stable !== undefined && !isRunning) this.arms.stable = this.#start(stable, this.startsWithin(stable));
    if (stable === undefined) delete this.arms.stable;
    this.candidatePercent = isHalf ? this.candidatePercent / 2 : 0;
    this.rules = undefined;
    if (!isHalf) delete this.arms.candidate;
  }

  #start(release: Release, readyAfterMs: number): FakeArm {
    return { release, readyAtMs: this.#clock.nowMs() + readyAfterMs, instances: 2, restarts: 0 };
  }

  #isReady({ readyAtMs, instances }: FakeArm): boolean {
    return instances > 0 && this.#clock.nowMs() >= readyAtMs;
  }

  #seen(arm: FakeArm): ArmObservation {
    const ready = this.#isReady(arm);
    const { release, instances, restarts, notReadyReason } = arm;
    return { release, ready, instances, restarts, ...(ready ? {} : { notReadyReason: notReadyReason ?? "starting" }) };
  }
}

function failIf(fault: Fault | undefined, what: string): void {
  if (fault !== undefined) throw new UnavailableError(`the target does not answer to ${what}`);
}
