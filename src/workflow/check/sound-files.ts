import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import yamlPackage from "yaml/package.json" with { type: "json" };
import { readHashed } from "./read-hashed.ts";
import { sha256 } from "./sha256.ts";

/** The contents in which a checker found nothing. */
export interface SoundFiles {
  has(content: string): boolean;
  /** Keeps these as well; with very many, instead of the earlier ones. */
  add(contents: readonly string[]): void;
}

const hashPattern = /^[0-9a-f]{64}$/;
const most = 50_000;

/**
 * What earlier runs of the same checker found sound, as SHA-256 of the contents, kept beside the checker: whoever can
 * write there can change the checker itself. The name holds the checker's SHA-256 (rules, pins and GitHub's parser are in
 * it) and the versions of Node and of the YAML parser, which is brought to the checker from outside, so that another
 * checker starts anew; a list that cannot be read to its last line counts as empty. Only what is without any problem is
 * kept, so that warnings are told every time.
 *
 * @param checkerPath the checker's bundle
 * @param hash its SHA-256
 */
export function openSoundFiles(checkerPath: string, hash = readHashed(checkerPath).hash): SoundFiles {
  const path = `${checkerPath}.${hash.slice(0, 16)}-${process.version}-yaml${yamlPackage.version}.sound`;
  let known = readHashes(path);
  return {
    has: (content) => known.has(sha256(content)),
    add(contents) {
      if (contents.length === 0) return;
      const added = contents.map(sha256);
      known = known.size + added.length > most ? new Set(added) : new Set([...known, ...added]);
      writeHashes(path, known);
    },
  };
}

function readHashes(path: string): Set<string> {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    const isWhole = lines.pop() === "" && lines.every((line) => hashPattern.test(line));
    return new Set(isWhole ? lines : []);
  } catch {
    return new Set();
  }
}

/** Whole or not at all; a folder that cannot be written only costs the time of the next check. */
function writeHashes(path: string, hashes: ReadonlySet<string>): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, [...hashes, ""].join("\n"));
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}
