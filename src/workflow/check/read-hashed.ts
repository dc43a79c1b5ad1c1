import { readFileSync } from "node:fs";
import { sha256 } from "./sha256.ts";

/** A text file, and the SHA-256 of its text. */
export interface HashedFile {
  readonly text: string;
  readonly hash: string;
}

export function readHashed(path: string): HashedFile {
  const text = readFileSync(path, "utf8");
  return { text, hash: sha256(text) };
}
