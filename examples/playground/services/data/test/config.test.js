import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig } from "../src/config.js";

test("without any variable the defaults hold", () => {
  assert.deepEqual(parseConfig({}), { host: "127.0.0.1", port: 9876, version: "0.0.0-dev", drainMs: 10_000 });
});

test("variables replace the defaults", () => {
  const config = parseConfig({ HOST: "::", PORT: "0", VERSION: "1.4.0-alpha.7+5", DRAIN_MS: "0" });
  assert.deepEqual(config, { host: "::", port: 0, version: "1.4.0-alpha.7+5", drainMs: 0 });
});

for (const [name, value] of [
  ["PORT", "65536"],
  ["PORT", "1.5"],
  ["PORT", "-1"],
  ["PORT", ""],
  ["PORT", "0x50"],
  ["HOST", ""],
  ["HOST", "http://here"],
  ["VERSION", "1.0\r\nx: y"],
  ["DRAIN_MS", "10s"],
]) {
  test(`${name}=${JSON.stringify(value)} is refused, with the value seen`, () => {
    assert.throws(() => parseConfig({ [name]: value }), {
      name: "ConfigError",
      message: new RegExp(`^${name} must be .*, got `),
    });
  });
}

test("all problems are said at once", () => {
  assert.throws(
    () => parseConfig({ PORT: "http", DRAIN_MS: "soon" }),
    (error) => error.problems.length === 2,
  );
});
