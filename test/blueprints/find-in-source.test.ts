import { describe, expect, it } from "vitest";
import { findInSource, type Key } from "../../blueprints/find-in-source.ts";

const source = `
const x = canary(
  first,
  {
    // steps: "not this", { [ (
    /* steps: nor this */
    "quoted-key": [1, [2, 3], "a, b } ]"],
    other: call(1, { steps: "inner" }, \`t\${"}"}, \`),
    steps: ["5%", /* , */ "20%"],
    nested: { deep: { deeper: true } },
    shorthand,
    ...spread,
    last: () => { return { a: 1 }; },
    end: 1,
  },
);
`;
const start = source.indexOf("canary");

/** The text at the place that was found. */
function found(path: readonly Key[]): string {
  return source.slice(findInSource(source, start, path)).split(/[\s:,\]]/)[0] ?? "";
}

describe("finding an option in the source", () => {
  it.each<[string, readonly Key[], string]>([
    ["the call itself", [], "canary("],
    ["an argument", [0], "first"],
    ["a property after comments that name it", [1, "steps"], "steps"],
    ["an element", [1, "steps", 1], '"20%"'],
    ["a quoted key", [1, "quoted-key"], '"quoted-key"'],
    ["an element of a list in a list", [1, "quoted-key", 1, 0], "2"],
    ["a key after strings with brackets", [1, "other"], "other"],
    ["a key in an object in an object", [1, "nested", "deep", "deeper"], "deeper"],
    ["a shorthand", [1, "shorthand"], "shorthand"],
    ["a key after a function", [1, "end"], "end"],
  ])("finds %s", (_, path, text) => {
    expect(found(path)).toBe(text);
  });

  it.each<[string, readonly Key[], string]>([
    ["a key that is not there", [1, "missing"], "{"],
    ["a key behind a call", [1, "other", "steps"], "other"],
    ["an element that is not there", [1, "steps", 2], "steps"],
    ["an argument that is not there", [7], "canary("],
    ["a property of a list", [1, "steps", "x"], "steps"],
  ])("stops at the innermost literal for %s", (_, path, text) => {
    expect(found(path)).toBe(text);
  });

  it.each(["", "canary(", "canary({", 'canary({ a: "', "canary({ a: [", "canary({ a /*", "canary)"])(
    "ends for the broken source %j",
    (text) => {
      expect(findInSource(text, 0, [0, "a", 1])).toBeLessThanOrEqual(text.length);
    },
  );
});
