import { describe, expect, it } from "vitest";
import { ConflictError } from "../../src/errors/tidegate-error.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { openBystander, openSession, type RecordAccess } from "../../src/rollout/session.ts";
import { liveRecord, v1, v2 } from "./bench.ts";
import { FakeClock } from "./fake-clock.ts";
import { InMemoryTarget } from "./in-memory-target.ts";

const withReason = (reason: string) => (record: DeliveryRecord) => ({ ...record, quarantine: [bad(reason)] });
const bad = (reason: string) => {
  return { kind: "failed" as const, digest: v2.digest, version: "1.1.0", rolloutId: "r1", reason, atMs: 0 };
};
const withLive = (record: DeliveryRecord) => ({ ...record, live: v2 });

async function opened(open: typeof openSession): Promise<{ store: InMemoryTarget; access: RecordAccess }> {
  const store = new InMemoryTarget(new FakeClock());
  const record = liveRecord(v1);
  const access = open(store, { record, revision: await store.write(record, undefined) });
  return { store, access };
}

/** Somebody else's write. */
async function meanwhile(store: InMemoryTarget, change: (record: DeliveryRecord) => DeliveryRecord): Promise<void> {
  if (store.stored === undefined) throw new Error("nothing is stored");
  await store.write(change(store.stored.record), store.stored.revision);
}

describe("a session", () => {
  it("does its change again on top of what was written meanwhile under the same epoch", async () => {
    const { store, access } = await opened(openSession);
    await meanwhile(store, withLive);
    await access.update(withReason("mine"));
    expect(store.stored?.record).toMatchObject({ live: v2, quarantine: [{ reason: "mine" }] });
  });

  it("does changes one after another, in order", async () => {
    const { store, access } = await opened(openSession);
    const added = (reason: string) => (record: DeliveryRecord) => ({
      ...record,
      quarantine: [...record.quarantine, bad(reason)],
    });
    await Promise.all(["a", "b", "c"].map((reason) => access.update(added(reason))));
    expect(store.stored?.record.quarantine.map(({ reason }) => reason)).toEqual(["a", "b", "c"]);
  });

  it("ends for good when the epoch is another, and has changed nothing", async () => {
    const { store, access } = await opened(openSession);
    await meanwhile(store, (record) => ({ ...record, epoch: record.epoch + 1 }));
    const stored = store.stored;
    await expect(access.update(withReason("late"))).rejects.toMatchObject({ code: "fenced" });
    await expect(access.update(withReason("later"))).rejects.toMatchObject({ code: "fenced" });
    expect(store.stored).toEqual(stored);
  });

  it("adopts a write whose answer was lost instead of doing it twice", async () => {
    const { store, access } = await opened(openSession);
    store.faults.write = () => "late";
    await expect(access.update(withLive)).rejects.toMatchObject({ code: "unavailable" });
    store.faults = {};
    const seen: DeliveryRecord["live"][] = [];
    await access.update((record) => {
      seen.push(record.live);
      return withReason("mine")(record);
    });
    expect(seen).toEqual([v2]);
  });

  it("writes nothing when nothing changes", async () => {
    const { store, access } = await opened(openSession);
    const revision = store.stored?.revision;
    await access.update((record) => record);
    expect(store.stored?.revision).toBe(revision);
  });

  it("gives up on a record that others never stop changing", async () => {
    const { store, access } = await opened(openSession);
    const busy = {
      read: () => store.read(),
      write: async () => {
        await meanwhile(store, withReason("theirs"));
        throw new ConflictError("somebody else wrote first");
      },
    };
    const stored = { record: access.current(), revision: "1" };
    await expect(openSession(busy, stored).update(withLive)).rejects.toMatchObject({ code: "conflict" });
    expect(store.stored?.record.live).toEqual(v1);
  });
});

describe("a bystander", () => {
  it("follows the record whoever owns it, and keeps the owner's epoch", async () => {
    const { store, access } = await opened(openBystander);
    await meanwhile(store, (record) => ({ ...record, epoch: 9 }));
    await access.update(withReason("delivered"));
    expect(store.stored?.record).toMatchObject({ epoch: 9, quarantine: [{ reason: "delivered" }] });
  });
});
