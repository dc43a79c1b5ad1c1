import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Digest, digestSchema, type Release, releaseSchema } from "../../../src/release/release.ts";
import { gatePaths, releasePath } from "../../../src/targets/embedded/embedded-paths.ts";
import { removeUnused } from "../../../src/targets/embedded/remove-unused.ts";
import { recordOf, rolloutOf } from "./bench.ts";

const release = (digit: string): Release =>
  releaseSchema.parse({
    version: `1.${Number.parseInt(digit, 16)}.0`,
    digest: `sha256:${digit.repeat(64)}`,
    commit: digit.repeat(40),
  });
const digest = (digit: string): Digest => digestSchema.parse(`sha256:${digit.repeat(64)}`);

describe("removeUnused", () => {
  let home: string;
  const said: string[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tidegate-unused-"));
    said.length = 0;
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** Unpacked so many minutes ago. */
  const unpack = (name: Digest, minutes: number) => {
    const path = releasePath(home, name);
    mkdirSync(path, { recursive: true });
    age(path, minutes);
  };
  const age = (path: string, minutes: number) => {
    const seconds = Date.now() / 1_000 - minutes * 60;
    utimesSync(path, seconds, seconds);
  };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const record = (changes: Parameters<typeof recordOf>[1], service = "info") =>
    write(gatePaths(home, "production", service).record, JSON.stringify(recordOf(1, changes)));
  const run = (running: readonly Digest[] = [], logsInUse: readonly string[] = []) => {
    const { logs } = gatePaths(home, "production", "info");
    removeUnused({ home, running, logs, logsInUse, nowMs: Date.now(), log: (message) => said.push(message) });
  };
  const left = () =>
    ["1", "2", "3", "4", "5", "6"].filter((digit) => existsSync(releasePath(home, digest(digit)))).join("");

  it("keeps what any record may still bring to life, and removes the rest", () => {
    for (const digit of "123456") unpack(digest(digit), 60);
    record({ live: release("1"), previous: [release("2")], rollout: rolloutOf(release("1"), release("3"), 1_000) });
    record({ live: release("4") }, "data");
    run();
    expect(left()).toBe("1234");
    expect(said).toHaveLength(2);
  });

  it("keeps what runs, and what was unpacked just now, whatever the records say", () => {
    unpack(digest("1"), 60);
    unpack(digest("2"), 60);
    unpack(digest("3"), 9);
    unpack(digest("4"), 11);
    record({});
    run([digest("1")]);
    expect(left()).toBe("13");
  });

  it("removes nothing when a record cannot be read", () => {
    unpack(digest("1"), 60);
    record({ live: release("2") });
    write(gatePaths(home, "staging", "info").record, "{ not json");
    run();
    expect(left()).toBe("1");
    expect(said).toEqual([expect.stringContaining("were not removed")]);
  });

  it("does nothing in a home that is empty", () => {
    run();
    expect(said).toEqual([]);
  });

  it("keeps the newest forty logs and those that are being written", () => {
    record({});
    const { logs } = gatePaths(home, "production", "info");
    for (let count = 0; count < 45; count += 1) {
      write(join(logs, `${count}.log`), "");
      age(join(logs, `${count}.log`), count);
    }
    run([], [join(logs, "44.log")]);
    const names = readdirSync(logs).map((name) => Number.parseInt(name, 10));
    expect(names.sort((a, b) => a - b)).toEqual([...Array.from({ length: 40 }, (_, index) => index), 44]);
  });
});
