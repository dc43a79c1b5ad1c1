import { Script } from "node:vm";
import type { HashedFile } from "./read-hashed.ts";
import { readSealed, writeSealed } from "./sealed-cache.ts";

/** A script, and what lets the next process start without compiling it again. */
export interface CompiledScript {
  readonly script: Script;
  /** Whether it was compiled before, and what was kept of that could be used. */
  readonly isKnown: boolean;
  /** Call it once the functions that matter have run: those are what is kept. */
  remember(): void;
}

/**
 * Compiles a CommonJS file to a function of `(require, module, exports, url)`; with V8's code cache, kept beside the
 * file, in a fraction of the time. Whoever can write there can change the file itself, so nothing new has to be
 * trusted. But V8 believes a cache that is of its own version and of a text of the same length, and runs what it holds,
 * so it is given only what is sealed, and was made from the very text that is there now.
 *
 * @param hash of the text as it was read, not of what was built: an install may have been patched by hand
 * @see https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
export function compileScript(path: string, { text, hash }: HashedFile): CompiledScript {
  const source = `(function (require, module, exports, url) {${text}\n})`;
  const cachePath = `${path}.${hash.slice(0, 16)}-${process.version}-${process.arch}.cache`;
  const key = `${hash} ${process.version} ${process.arch}`;
  const cachedData = readSealed(cachePath, key);
  const script = new Script(source, { filename: path, ...(cachedData ? { cachedData } : {}) });
  const isKnown = cachedData !== undefined && !script.cachedDataRejected;
  const remember = () => (isKnown ? undefined : writeSealed(cachePath, key, script.createCachedData()));
  return { script, isKnown, remember };
}
