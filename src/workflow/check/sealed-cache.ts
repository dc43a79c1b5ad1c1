import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { sha256 } from "./sha256.ts";

const sealLength = 64;

/** Behind the data, so that what was cut off is missed, and that the data stays where V8 can read it without a copy. */
function sealOf(data: Uint8Array, key: string): string {
  return sha256(`${sha256(data)} of ${key}`);
}

/**
 * @param key all that the data is made from: the same data for something else is not found
 * @returns `undefined` when the file cannot be read, or when a byte of it is not what was written for this key
 */
export function readSealed(path: string, key: string): Buffer | undefined {
  try {
    const file = readFileSync(path);
    const data = file.subarray(0, Math.max(0, file.length - sealLength));
    return file.toString("latin1", data.length) === sealOf(data, key) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all. A folder that cannot be written, as in a read-only install, only costs the time. */
export function writeSealed(path: string, key: string, data: Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([data, Buffer.from(sealOf(data, key), "latin1")]));
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}
