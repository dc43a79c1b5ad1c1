import { expect, it } from "vitest";
import { parseRetryAfter } from "../../src/notify/retry-after.ts";

const nowMs = Date.parse("Sat, 21 Nov 2026 10:00:00 GMT");

it.each([
  ["0", 0],
  ["3", 3_000],
  ["0.5", 500],
  [" 7 ", 7_000],
  ["Sat, 21 Nov 2026 10:00:09 GMT", 9_000],
  ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
  ["999999999", 3_600_000],
  ["-1", undefined],
  ["soon", undefined],
  ["NaN", undefined],
  ["", undefined],
  [null, undefined],
])("reads Retry-After %j as %j ms", (header, expected) => {
  expect(parseRetryAfter(header, nowMs)).toBe(expected);
});
