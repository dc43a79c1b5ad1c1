import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, findVersion, formatVersion, type Version } from "../../src/release/version.ts";

const number = fc.integer({ min: 0, max: 1_000 });
const core = fc.record({ major: number, minor: number, patch: number });
const version: fc.Arbitrary<Version> = fc.oneof(
  fc.record({ channel: fc.constant("stable" as const), core }),
  fc.record({
    channel: fc.constantFrom("alpha" as const, "rc" as const),
    core,
    number: fc.integer({ min: 1, max: 999 }),
  }),
);

describe("a version", () => {
  it("reads back as it was written", () => {
    fc.assert(
      fc.property(version, (value) => {
        expect(findVersion(formatVersion(value))).toEqual(value);
      }),
    );
  });

  it("comes before itself on the next channel, and after every lower number on its own", () => {
    fc.assert(
      fc.property(core, fc.integer({ min: 1, max: 99 }), (value, n) => {
        const alpha = (k: number): Version => ({ channel: "alpha", core: value, number: k });
        const rc: Version = { channel: "rc", core: value, number: 1 };
        const stable: Version = { channel: "stable", core: value };
        expect(compareVersions(alpha(n), alpha(n + 1))).toBeLessThan(0);
        expect(compareVersions(alpha(n), rc)).toBeLessThan(0);
        expect(compareVersions(rc, stable)).toBeLessThan(0);
      }),
    );
  });

  it("never is text that it does not read back as", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const found = findVersion(text);
        if (found !== undefined) expect(formatVersion(found)).toBe(text);
      }),
    );
  });

  it.each([
    "",
    "1.2",
    "v1.2.3",
    " 1.2.3",
    "1.2.3\n",
    "01.2.3",
    "1.2.3-alpha",
    "1.2.3-alpha.0",
    "1.2.3-alpha.01",
    "1.2.3-alpha.1.2",
    "1.2.3-beta.1",
    "1.2.3+build",
    "1.2.3-alpha.1+build",
    "1.2.3-alpha.$(id)",
    "1.2.3; rm -rf /",
    "99999999999999999999.0.0",
  ])("is not %j", (text) => {
    expect(findVersion(text)).toBeUndefined();
  });
});
