import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import { noGovernance } from "./governance/policy.ts";
import { type DeliveryRecord, deliveryRecordSchema } from "./record.ts";

type Stored = Readonly<Record<string, unknown>>;

/** The version that is written; older ones are read, newer ones are not. */
export const currentFormat: number = deliveryRecordSchema.shape.formatVersion.value;

/** Key: a version; value: what turns a record of it into one of the next. Never changed once released, only added to. */
const migrations: Readonly<Record<number, (record: Stored) => Stored>> = {
  1: fromVersion1,
};

/** The version stood under another name then; leases, quarantine and rollouts knew less. */
function fromVersion1({ schema: _, ...record }: Stored): Stored {
  const { rollout, quarantine } = record;
  return {
    ...record,
    formatVersion: 2,
    quarantine: listOf(quarantine).map((entry) => ({ kind: "failed", ...objectOf(entry) })),
    commands: [],
    audit: [],
    ...(rollout === undefined ? {} : { rollout: rolloutFromVersion1(objectOf(rollout)) }),
  };
}

function rolloutFromVersion1(rollout: Stored): Stored {
  const { lease } = rollout;
  return {
    ...rollout,
    governance: noGovernance,
    ...(lease === undefined ? {} : { lease: { mode: "drive", ...objectOf(lease) } }),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const objectOf = (value: unknown): Stored =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const versionSchema = z.union([
  z.looseObject({ formatVersion: z.number().int().positive() }).transform(({ formatVersion }) => formatVersion),
  z.looseObject({ schema: z.literal(1) }).transform(({ schema }): number => schema),
]);

/**
 * Turns what is stored, by this tidegate or an older one, into a record of today.
 *
 * @param where names the place in messages, for example the path of a file
 * @throws TidegateError `corrupt-record` when a newer tidegate wrote it, or when it cannot be understood. Nothing may be
 *   decided from it then, and it must not be overwritten.
 */
export function migrateRecord(stored: unknown, where: string): DeliveryRecord {
  const version = versionSchema.safeParse(stored);
  if (version.success && version.data > currentFormat) throw tooNew(version.data, where);
  const parsed = deliveryRecordSchema.safeParse(version.success ? upgraded(objectOf(stored), version.data) : stored);
  if (parsed.success) return parsed.data;
  const problem = z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" ");
  throw new TidegateError(
    "corrupt-record",
    `The record ${where} cannot be understood (${problem}); nothing is decided from it and it is not overwritten. ` +
      "Compare it with a backup, or move it away to start anew.",
  );
}

function upgraded(record: Stored, from: number): Stored {
  let current = record;
  for (let version = from; version < currentFormat; version++) {
    const migrate = migrations[version];
    if (migrate === undefined) return current;
    current = migrate(current);
  }
  return current;
}

function tooNew(version: number, where: string): TidegateError {
  return new TidegateError(
    "corrupt-record",
    `The record ${where} was written by a newer tidegate (format ${version}; this one knows up to ${currentFormat}). ` +
      "Nothing is decided from it. Upgrade tidegate here: run its newer actions or command line.",
  );
}
