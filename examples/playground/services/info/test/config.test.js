import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig } from "../src/config.js";

test("without any variable the defaults hold", () => {
  assert.deepEqual(parseConfig({}), {
    host: "127.0.0.1",
    port: 5555,
    version: "0.0.0-dev",
    dataUrl: "http://127.0.0.1:9876",
    dataTimeoutMs: 1000,
    freshMs: 1000,
    staleMs: 600_000,
    drainMs: 10_000,
  });
});

test("a slash at the end of DATA_URL does not matter", () => {
  assert.equal(parseConfig({ DATA_URL: "https://data.example/v1/" }).dataUrl, "https://data.example/v1");
});

for (const [name, value] of [
  ["PORT", "65536"],
  ["PORT", ""],
  ["HOST", "two words"],
  ["VERSION", "1.0\r\nx: y"],
  ["DATA_URL", "data:9876"],
  ["DATA_URL", "ftp://data"],
  ["DATA_URL", ""],
  ["DATA_TIMEOUT_MS", "0"],
  ["FRESH_MS", "1s"],
  ["STALE_MS", "NaN"],
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
    () => parseConfig({ PORT: "http", DATA_URL: "data", DRAIN_MS: "soon" }),
    (error) => error.problems.length === 3,
  );
});
