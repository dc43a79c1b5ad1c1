import { afterEach, describe, expect, it } from "vitest";
import { ConflictError, FencedError } from "../../src/errors/tidegate-error.ts";
import type { Release } from "../../src/release/release.ts";
import { noGovernance } from "../../src/rollout/governance/policy.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Clock, Effect, Observation, Target } from "../../src/rollout/ports.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";
import { describeTrafficRules } from "./traffic-rules-contract.ts";

export interface TargetHarness {
  readonly target: Target;
  /** The clock the target lives by. */
  readonly clock: Clock;
  /** Two different releases that become ready within `readyWithinMs`. */
  readonly first: Release;
  readonly second: Release;
  /** One that never becomes ready. */
  readonly neverReady: Release;
  readonly readyWithinMs: number;
  /** Sends a user's request and tells who answered it. Absent where there is no network. */
  readonly request?: (headers: Readonly<Record<string, string>>) => Promise<{ readonly arm: string }>;
  close(): Promise<void>;
}

/** What every target has to do; `make` gives a target that has never been used. */
export function describeTarget(name: string, make: () => Promise<TargetHarness>): void {
  describe(`${name} as a target`, () => {
    let harness: TargetHarness | undefined;
    afterEach(async () => {
      await harness?.close();
      harness = undefined;
    });
    const open = async () => {
      harness = await make();
      return harness;
    };
    describeRecord(open);
    describeArms(open);
    describeGoingBack(open);
    describeLease(open);
    describeTrafficRules(open);
  });
}

export type Open = () => Promise<TargetHarness>;

function describeRecord(open: Open): void {
  it("has no record at first, and gives back what was written", async () => {
    const { target } = await open();
    expect(await target.read()).toBeUndefined();
    const revision = await target.write(record(1), undefined);
    expect(await target.read()).toEqual({ record: record(1), revision });
  });

  it("refuses a write that is based on another revision than the current one, and keeps what is stored", async () => {
    const { target } = await open();
    const old = await target.write(record(1), undefined);
    const current = await target.write(record(2), old);
    await expect(target.write(record(3), old)).rejects.toBeInstanceOf(ConflictError);
    await expect(target.write(record(3), undefined)).rejects.toBeInstanceOf(ConflictError);
    expect(await target.read()).toEqual({ record: record(2), revision: current });
  });

  it("lets one of two writers at the same moment win", async () => {
    const { target } = await open();
    const revision = await target.write(record(1), undefined);
    const writes = await Promise.allSettled([target.write(record(2), revision), target.write(record(2), revision)]);
    expect(writes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("refuses a record with an older epoch", async () => {
    const { target } = await open();
    const revision = await target.write(record(5), undefined);
    await expect(target.write(record(4), revision)).rejects.toBeInstanceOf(FencedError);
    expect((await target.read())?.record.epoch).toBe(5);
  });
}

function describeArms(open: Open): void {
  it("starts a candidate without traffic, and starting it again changes nothing", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await apply(harness, { kind: "prepare", release: harness.second });
    const ready = await until(harness, ({ arms }) => arms.candidate?.ready === true);
    expect(ready.candidatePercent).toBe(0);
    await apply(harness, { kind: "prepare", release: harness.second });
    const { arms, candidatePercent } = await harness.target.observe();
    expect(candidatePercent).toBe(0);
    expect(arms.candidate).toMatchObject({ release: harness.second, ready: true, restarts: 0 });
    expect(arms.stable).toMatchObject({ release: harness.first, ready: true });
  });

  it("routes the share that it is told to, and says so", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await ready(harness, harness.second);
    for (const candidatePercent of [5, 20, 50, 100]) {
      await apply(harness, { kind: "set-weight", candidatePercent });
      expect((await harness.target.observe()).candidatePercent).toBe(candidatePercent);
    }
  });

  it("routes nothing to a candidate that is not ready", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await apply(harness, { kind: "prepare", release: harness.neverReady });
    await expect(apply(harness, { kind: "set-weight", candidatePercent: 5 })).rejects.toMatchObject({
      code: "not-ready",
    });
    expect((await harness.target.observe()).candidatePercent).toBe(0);
  });

  it("makes the candidate the stable arm, once however often it is told", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await ready(harness, harness.second);
    await apply(harness, { kind: "set-weight", candidatePercent: 100 });
    await apply(harness, { kind: "promote" });
    await apply(harness, { kind: "promote" });
    const { arms } = await until(harness, (seen) => seen.arms.candidate === undefined);
    expect(arms.stable).toMatchObject({ release: harness.second, ready: true });
  });

  it("does nothing for an actor with an old epoch", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await ready(harness, harness.second);
    const stored = await harness.target.read();
    await harness.target.write({ ...record(9), live: harness.first }, stored?.revision);
    const effect: Effect = { kind: "set-weight", candidatePercent: 50 };
    await expect(harness.target.apply(effect, { epoch: 8, key: "late" })).rejects.toBeInstanceOf(FencedError);
    expect((await harness.target.observe()).candidatePercent).toBe(0);
  });
}

function describeGoingBack(open: Open): void {
  it("takes the traffic back and stops the candidate, once however often it is told", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await ready(harness, harness.second);
    await apply(harness, { kind: "set-weight", candidatePercent: 50 });
    await apply(harness, { kind: "restore", stable: harness.first });
    expect((await harness.target.observe()).candidatePercent).toBe(0);
    await apply(harness, { kind: "restore", stable: harness.first });
    const { arms } = await until(harness, (seen) => seen.arms.candidate === undefined);
    expect(arms.stable).toMatchObject({ release: harness.first, ready: true, restarts: 0 });
  });

  it("starts a stopped stable release again", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await apply(harness, { kind: "stop-stable" });
    expect((await harness.target.observe()).arms.stable?.ready ?? false).toBe(false);
    await apply(harness, { kind: "restore", stable: harness.first });
    await until(harness, ({ arms }) => arms.stable?.ready === true);
  });

  it("brings back a release that had already been replaced", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await ready(harness, harness.second);
    await apply(harness, { kind: "set-weight", candidatePercent: 100 });
    await apply(harness, { kind: "promote" });
    await apply(harness, { kind: "restore", stable: harness.first });
    const back = ({ arms }: Observation) => arms.stable?.release.digest === harness.first.digest && arms.stable.ready;
    expect((await until(harness, back)).candidatePercent).toBe(0);
  });

  it("leaves nothing when there was nothing before", async () => {
    const harness = await open();
    await harness.target.write(record(1), undefined);
    await ready(harness, harness.first);
    await apply(harness, { kind: "set-weight", candidatePercent: 100 });
    await apply(harness, { kind: "restore", stable: undefined });
    const { candidatePercent } = await until(harness, ({ arms }) => arms.candidate === undefined);
    expect(candidatePercent).toBe(0);
  });
}

function describeLease(open: Open): void {
  it("takes the traffic back by itself when nobody renews the lease", async () => {
    const harness = await open();
    if (!harness.target.capabilities.enforcesLease) return;
    await serve(harness, harness.first);
    await ready(harness, harness.second);
    await apply(harness, { kind: "set-weight", candidatePercent: 50 });
    const stored = await harness.target.read();
    await harness.target.write(leased(harness, 1_000), stored?.revision);
    expect((await harness.target.observe()).candidatePercent).toBe(50);
    await until(harness, ({ candidatePercent }) => candidatePercent === 0);
    // The share goes first, the record follows it.
    await until(harness, async () => (await harness.target.read())?.record.rollout?.phase === "rolling-back");
    expect((await harness.target.read())?.record).toMatchObject({
      epoch: 2,
      rollout: { failure: { kind: "lease-expired" }, stable: harness.first },
    });
  });
}

function record(epoch: number): DeliveryRecord {
  const where = { service: "info", environment: "production" };
  const lists = { previous: [], quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  return { formatVersion: 2, ...where, epoch, ...lists };
}

function leased({ clock, first, second, readyWithinMs }: TargetHarness, leaseMs: number): DeliveryRecord {
  const limits = { readyTimeoutMs: readyWithinMs, maxHoldMs: 60_000, leaseMs, pollMs: 1_000 };
  const nowMs = clock.nowMs();
  const rollout: Rollout = {
    id: "r1",
    reason: "contract",
    actor: "ada",
    stable: first,
    candidate: second,
    plan: planOf({ kind: "rolling", batches: 2, settleMs: 0, bakeMs: 0 }, limits, true),
    stepIndex: 0,
    phase: "observing",
    phaseSinceMs: nowMs,
    deadlineMs: nowMs + 60_000,
    candidatePercent: 50,
    governance: noGovernance,
    lease: { mode: "drive", holder: "somebody who dies", untilMs: nowMs + leaseMs },
    messages: {},
    noticeSequence: 0,
    startedAtMs: nowMs,
    timeline: [],
  };
  return { ...record(1), live: first, rollout };
}

/** Brings a first release to life the way an engine does. */
export async function serve(harness: TargetHarness, release: Release): Promise<void> {
  await harness.target.write(record(1), undefined);
  await ready(harness, release);
  await apply(harness, { kind: "set-weight", candidatePercent: 100 });
  await apply(harness, { kind: "promote" });
  const isServing = ({ arms }: Observation) => arms.stable?.release.digest === release.digest && arms.stable.ready;
  await until(harness, isServing);
  const stored = await harness.target.read();
  await harness.target.write({ ...record(1), live: release }, stored?.revision);
}

export async function ready(harness: TargetHarness, release: Release): Promise<void> {
  await apply(harness, { kind: "prepare", release });
  await until(harness, ({ arms }) => arms.candidate?.release.digest === release.digest && arms.candidate.ready);
}

export async function apply({ target }: TargetHarness, effect: Effect): Promise<void> {
  const epoch = (await target.read())?.record.epoch ?? 0;
  await target.apply(effect, { epoch, key: `contract/${epoch}/0/${effect.kind}` });
}

export async function until(
  { target, clock, readyWithinMs }: TargetHarness,
  is: (seen: Observation) => boolean | undefined | Promise<boolean>,
): Promise<Observation> {
  const limitMs = clock.nowMs() + readyWithinMs;
  for (;;) {
    const seen = await target.observe();
    if (await is(seen)) return seen;
    if (clock.nowMs() > limitMs) expect.fail(`the target stays at ${JSON.stringify(seen)}`);
    await clock.until(clock.nowMs() + 50);
  }
}
