import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { connect } from "../../connect/connect.ts";
import { loadManifest } from "../../connect/load-manifest.ts";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { migrateRecord } from "../../rollout/migrate-record.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";

/**
 * @param path a stored record, or `-` for standard input
 * @throws InvalidInputError when it cannot be read, or is not JSON
 * @throws TidegateError `corrupt-record` when it holds something else, or a newer tidegate wrote it
 */
export async function readRecordFile(path: string): Promise<DeliveryRecord> {
  const stored = path === "-" ? await text(process.stdin) : readText(path);
  try {
    return migrateRecord(JSON.parse(stored), path);
  } catch (error) {
    if (error instanceof SyntaxError) throw unusable(`${path} is not JSON. A record is what a target keeps.`);
    throw error;
  }
}

/**
 * The record at the target of a declared environment.
 *
 * @throws TidegateError `not-found` when there is no such environment, or nothing was delivered to it
 */
export async function readRecordAt(service: string, environment: string, manifest: string): Promise<DeliveryRecord> {
  const { env } = process;
  const loaded = await loadManifest(resolve(manifest));
  const { target } = connect({ manifest: loaded, service, environment, env });
  const stored = await target.read();
  if (stored !== undefined) return stored.record;
  throw new TidegateError("not-found", `${service} was never delivered to ${environment}.`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unusable(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

function unusable(message: string): InvalidInputError {
  return new InvalidInputError([{ input: "record", message }]);
}
