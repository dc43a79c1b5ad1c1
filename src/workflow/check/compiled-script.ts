import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import type { HashedFile } from "./read-hashed.ts";

/** A script, and what lets the next process start without compiling it again. */
export interface CompiledScript {
  readonly script: Script;
  /** Call it once the functions that matter have run: those are what is kept. */
  remember(): void;
}

/**
 * Compiles a CommonJS file to a function of `(require, module, exports, url)`; with V8's code cache, kept beside the
 * file, in a fraction of the time. Whoever can write there can change the file itself, so nothing new has to be
 * trusted; V8 refuses a cache of another version of its own, and one of a text of another length, and the name holds
 * the file's SHA-256, so that of another build is not found.
 */
export function compileScript(path: string, { text, hash }: HashedFile): CompiledScript {
  const source = `(function (require, module, exports, url) {${text}\n})`;
  const cachePath = `${path}.${hash.slice(0, 16)}-${process.version}-${process.arch}.cache`;
  const cachedData = readIfThere(cachePath);
  const script = new Script(source, { filename: path, ...(cachedData ? { cachedData } : {}) });
  const isKnown = cachedData !== undefined && !script.cachedDataRejected;
  return { script, remember: () => (isKnown ? undefined : write(cachePath, script.createCachedData())) };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Whole or not at all. A folder that cannot be written, as in a read-only install, only costs the time. */
function write(path: string, data: Buffer): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, data);
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}
