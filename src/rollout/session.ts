import { ConflictError, FencedError } from "../errors/tidegate-error.ts";
import type { RecordStore, Revision, StoredRecord } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";

/** Changes the record in steps; each step is a pure function, because it is done again when somebody wrote in between. */
export interface RecordAccess {
  /** The record as last read or written. */
  current(): DeliveryRecord;
  /**
   * Stores what `change` makes of the current record; nothing is written when it returns the same object.
   *
   * @throws FencedError when somebody else owns the rollout now
   * @throws UnavailableError
   */
  update(change: (record: DeliveryRecord) => DeliveryRecord): Promise<DeliveryRecord>;
  /**
   * Reads what others have written meanwhile.
   *
   * @throws FencedError when somebody else owns the rollout now
   * @throws UnavailableError
   */
  refresh(): Promise<DeliveryRecord>;
}

/** The write by which an actor becomes the owner; `undefined` when somebody else was first. */
export async function writeFirst(
  store: RecordStore,
  record: DeliveryRecord,
  expected: Revision | undefined,
): Promise<Revision | undefined> {
  try {
    return await store.write(record, expected);
  } catch (error) {
    if (error instanceof ConflictError || error instanceof FencedError) return undefined;
    throw error;
  }
}

const maxConflicts = 8;

/**
 * Access of the actor that owns the record's epoch. Others may still write without raising it, to note that a notice
 * was delivered; their change is kept. A higher epoch ends it.
 */
export function openSession(store: RecordStore, stored: StoredRecord): RecordAccess {
  return openAccess(store, stored, (record, before) => {
    if (record === undefined || record.epoch !== before.epoch) {
      throw new FencedError(`Epoch ${before.epoch} is over; epoch ${record?.epoch ?? "none"} owns the record now.`);
    }
  });
}

/** Access of somebody who owns nothing and only notes deliveries: it follows the record whoever owns it. */
export function openBystander(store: RecordStore, stored: StoredRecord): RecordAccess {
  return openAccess(store, stored, () => {});
}

/**
 * Access for noting deliveries beside an owner: in order with its changes while it owns the record, and a bystander's
 * once somebody else does. What has been told must be noted then too, or the new owner would tell it again.
 */
export function openObserver(owner: RecordAccess, store: RecordStore): RecordAccess {
  let bystander: RecordAccess | undefined;
  return {
    current: () => (bystander ?? owner).current(),
    refresh: () => (bystander ?? owner).refresh(),
    async update(change) {
      if (bystander !== undefined) return bystander.update(change);
      try {
        return await owner.update(change);
      } catch (error) {
        const stored = error instanceof FencedError ? await store.read() : undefined;
        if (stored === undefined) throw error;
        bystander ??= openBystander(store, stored);
        return bystander.update(change);
      }
    },
  };
}

type Admit = (record: DeliveryRecord | undefined, before: DeliveryRecord) => void;

function openAccess(store: RecordStore, stored: StoredRecord, admit: Admit): RecordAccess {
  let latest = stored;
  // A write whose answer was lost may have been stored; then the revision at hand is not the current one.
  let isUncertain = false;
  let queue: Promise<unknown> = Promise.resolve();

  async function reread(): Promise<void> {
    const found = await store.read();
    admit(found?.record, latest.record);
    if (found === undefined) throw new ConflictError("The record is gone. Nothing was changed.");
    latest = found;
    isUncertain = false;
  }

  async function tryWrite(record: DeliveryRecord, revision: Revision): Promise<boolean> {
    try {
      latest = { record, revision: await store.write(record, revision) };
      return true;
    } catch (error) {
      // Whether a newer epoch ends this access is decided when the record has been read again.
      if (error instanceof ConflictError || error instanceof FencedError) return false;
      isUncertain = true;
      throw error;
    }
  }

  async function updateNow(change: (record: DeliveryRecord) => DeliveryRecord): Promise<DeliveryRecord> {
    if (isUncertain) await reread();
    for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
      const record = change(latest.record);
      if (record === latest.record || (await tryWrite(record, latest.revision))) return record;
      await reread();
    }
    throw new ConflictError(`The record was changed by others ${maxConflicts} times in a row. Try again.`);
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  return {
    current: () => latest.record,
    update: (change) => inTurn(() => updateNow(change)),
    refresh: () => inTurn(() => reread().then(() => latest.record)),
  };
}
