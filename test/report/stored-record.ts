import { readFileSync } from "node:fs";
import { migrateRecord } from "../../src/rollout/migrate-record.ts";
import type { DeliveryRecord, Rollout } from "../../src/rollout/record.ts";

/** Records of the demo, as its embedded target wrote them. */
export type StoredName = "succeeded" | "rolled-back" | "observing";

export function storedPath(name: StoredName): string {
  return new URL(`records/${name}.json`, import.meta.url).pathname;
}

export function storedRecord(name: StoredName): DeliveryRecord {
  return migrateRecord(JSON.parse(readFileSync(storedPath(name), "utf8")), name);
}

export function rolloutOf(record: DeliveryRecord): Rollout {
  if (record.rollout === undefined) throw new Error("this record has no rollout");
  return record.rollout;
}

/** The record with another rollout. */
export function withRollout(record: DeliveryRecord, changes: Partial<Rollout>): DeliveryRecord {
  return { ...record, rollout: { ...rolloutOf(record), ...changes } };
}
