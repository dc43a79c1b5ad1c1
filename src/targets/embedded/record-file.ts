import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ConflictError, FencedError, UnavailableError } from "../../errors/tidegate-error.ts";
import { migrateRecord } from "../../rollout/migrate-record.ts";
import type { Revision, StoredRecord } from "../../rollout/ports.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import { writeAtomically } from "./atomic-write.ts";

/**
 * The delivery record in a file. Writes are synchronous and the gate is the only writer, so reading, comparing and
 * replacing is one step; anybody may read.
 */
export class RecordFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * @throws TidegateError `corrupt-record` when the file holds something else, or was written by a newer tidegate
   * @throws UnavailableError when it cannot be read at all
   */
  read(): StoredRecord | undefined {
    const text = readIfPresent(this.#path);
    if (text === undefined) return undefined;
    return { record: migrateRecord(parseJson(text), this.#path), revision: revisionOf(text) };
  }

  /**
   * @throws FencedError when the stored record has a higher epoch
   * @throws ConflictError when it is not at `expected` (`undefined`: when there is one)
   * @throws TidegateError `corrupt-record` when what is stored cannot be understood; it is left as it is
   */
  write(record: DeliveryRecord, expected: Revision | undefined): Revision {
    const current = this.read();
    if (current !== undefined && record.epoch < current.record.epoch) {
      throw new FencedError(
        `Epoch ${record.epoch} may not write the record of ${record.service} in ${record.environment}: epoch ${current.record.epoch} owns it now. Stop; the newer actor finishes.`,
      );
    }
    if (current?.revision !== expected) {
      throw new ConflictError(
        `The record of ${record.service} in ${record.environment} is at revision ${current?.revision ?? "none"}, not ${expected ?? "none"}: somebody else wrote first. Read it again, then decide again.`,
      );
    }
    const text = `${JSON.stringify(record, undefined, 2)}\n`;
    writeAtomically(this.#path, text);
    return revisionOf(text);
  }
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new UnavailableError(`The record ${path} cannot be read. Check the permissions of its folder.`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function revisionOf(text: string): Revision {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
