import { isAscii } from "node:buffer";
import { readFileSync } from "node:fs";
import { sha256 } from "./sha256.ts";

/** A text file, and the SHA-256 of its bytes. */
export interface HashedFile {
  readonly text: string;
  readonly hash: string;
}

/** Bundles are built as ASCII, which is read as Latin-1 in a third of the time. */
export function readHashed(path: string): HashedFile {
  const bytes = readFileSync(path);
  return { text: bytes.toString(isAscii(bytes) ? "latin1" : "utf8"), hash: sha256(bytes) };
}
