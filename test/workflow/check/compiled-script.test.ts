import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileScript } from "../../../src/workflow/check/compiled-script.ts";
import { readHashed } from "../../../src/workflow/check/read-hashed.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-compiled-"));
  path = join(folder, "bundle.cjs");
  writeFileSync(path, textThatSays("old"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function textThatSays(word: string): string {
  return `exports.word = () => "${word}";`;
}

/** Loads the file as a process would, and keeps what it compiled. */
function load(at = path): { readonly isKnown: boolean; readonly word: string } {
  const { script, isKnown, remember } = compileScript(at, readHashed(at));
  const module = { exports: { word: () => "" } };
  script.runInThisContext()(undefined, module, module.exports, "");
  const word = module.exports.word();
  remember();
  return { isKnown, word };
}

function cachesIn(of = folder): readonly string[] {
  return readdirSync(of).filter((name) => name.endsWith(".cache"));
}

function onlyCache(of = folder): string {
  const [name, ...others] = cachesIn(of);
  expect(others).toEqual([]);
  return join(of, name ?? "none");
}

/** What another file of the same length was compiled to: V8 itself would take it. */
function cacheOfAnother(): Buffer {
  const other = join(folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, "bundle.cjs"), textThatSays("bad"));
  load(join(other, "bundle.cjs"));
  return readFileSync(onlyCache(other));
}

function flipped(cache: Buffer, at: number): Buffer {
  const copy = Buffer.from(cache);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

const corruptions: readonly (readonly [string, (cache: Buffer) => Buffer])[] = [
  ["with one bit of its first byte flipped", (cache) => flipped(cache, 0)],
  ["with one bit in its middle flipped", (cache) => flipped(cache, cache.length >> 1)],
  ["with one bit of its seal flipped", (cache) => flipped(cache, cache.length - 1)],
  ["without its last byte", (cache) => cache.subarray(0, -1)],
  ["without its second half", (cache) => cache.subarray(0, cache.length >> 1)],
  ["without its seal", (cache) => cache.subarray(0, -64)],
  ["with a byte more", (cache) => Buffer.concat([cache, Buffer.alloc(1)])],
  ["that is empty", () => Buffer.alloc(0)],
  ["that is no cache", () => Buffer.from("not a code cache")],
  ["of another file of the same length", cacheOfAnother],
];

describe("a script's code cache", () => {
  it("is used by the next process, and left as it is", () => {
    expect(load()).toEqual({ isKnown: false, word: "old" });
    const kept = readFileSync(onlyCache());
    expect(load()).toEqual({ isKnown: true, word: "old" });
    expect(readFileSync(onlyCache())).toEqual(kept);
  });

  it.each(corruptions)("%s is not given to V8, and is made anew", (_, corrupt) => {
    load();
    const cache = onlyCache();
    writeFileSync(cache, corrupt(readFileSync(cache)));
    expect(load()).toEqual({ isKnown: false, word: "old" });
    expect(load()).toEqual({ isKnown: true, word: "old" });
  });

  it("is not that of the text as it was before somebody changed it to one of the same length", () => {
    load();
    writeFileSync(path, textThatSays("new"));
    expect(load()).toEqual({ isKnown: false, word: "new" });
    expect(load()).toEqual({ isKnown: true, word: "new" });
    expect(cachesIn()).toHaveLength(2);
  });

  it("of a text changed to other letters than ASCII is one of that text", () => {
    writeFileSync(path, textThatSays("né"));
    expect(load()).toEqual({ isKnown: false, word: "né" });
    expect(load()).toEqual({ isKnown: true, word: "né" });
  });

  it("costs only its time where it cannot be written", () => {
    // A folder in its place also stops root, whom permissions do not.
    load();
    const cache = onlyCache();
    rmSync(cache);
    mkdirSync(join(cache, "in-the-way"), { recursive: true });
    chmodSync(folder, 0o555);
    expect(load()).toEqual({ isKnown: false, word: "old" });
    chmodSync(folder, 0o755);
    expect(readdirSync(folder).sort()).toEqual(["bundle.cjs", ...cachesIn()]);
  });
});
