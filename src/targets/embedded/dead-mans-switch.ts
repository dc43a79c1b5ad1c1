import { reasonOf } from "../../errors/reason-of.ts";
import type { Release } from "../../release/release.ts";
import { expireLease } from "../../rollout/expire-lease.ts";
import type { Revision, StoredRecord } from "../../rollout/ports.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import type { RecordFile } from "./record-file.ts";

export interface DeadMansSwitchOptions {
  readonly records: RecordFile;
  readonly nowMs: () => number;
  /** Takes a step towards all requests on this release; tells whether they are. */
  readonly takeBack: (stable: Release | undefined) => boolean;
  readonly say: (message: string) => void;
}

/** Takes the traffic back when the lease in the record has run out, also when the record cannot be read any more. */
export class DeadMansSwitch {
  readonly #options: DeadMansSwitchOptions;
  /** The record as it was last seen. */
  #known: StoredRecord | undefined;

  constructor(options: DeadMansSwitchOptions) {
    this.#options = options;
  }

  /** The record as it was last seen, if ever. */
  get known(): DeliveryRecord | undefined {
    return this.#known?.record;
  }

  /** Must be told of each write, so that what is known is never older than what was. */
  note(record: DeliveryRecord, revision: Revision): void {
    this.#known = { record, revision };
  }

  /**
   * The traffic first, then the record: who reads that it was taken back can rely on it. A record that is gone or damaged
   * in the middle of a rollout can be renewed by nobody; what it said before still counts, and it is left as it is.
   *
   * @returns whether it has just taken the traffic back
   */
  enforce(): boolean {
    const { records, nowMs, takeBack, say } = this.#options;
    try {
      const stored = this.#read();
      const known = stored ?? this.#known;
      const expired = known && expireLease(known.record, nowMs());
      if (known === undefined || expired === undefined || !takeBack(known.record.rollout?.stable)) return false;
      this.note(expired, stored === undefined ? known.revision : records.write(expired, stored.revision));
      say(`the lease of ${known.record.rollout?.lease?.holder} expired: all requests are on stable again`);
      return true;
    } catch (error) {
      say(reasonOf(error));
      return false;
    }
  }

  #read(): StoredRecord | undefined {
    try {
      const stored = this.#options.records.read();
      if (stored !== undefined) this.#known = stored;
      return stored;
    } catch (error) {
      this.#options.say(reasonOf(error));
      return undefined;
    }
  }
}
