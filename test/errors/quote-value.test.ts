import { expect, it } from "vitest";
import { quoteValue } from "../../src/errors/quote-value.ts";

it.each([
  ["plain", '"plain"'],
  ["", '""'],
  ['a "quote"', '"a \\"quote\\""'],
  ["two\nlines", '"two\\nlines"'],
  ["\u202eevil", '"\\u{202e}evil"'],
  ["zero\u200bwidth", '"zero\\u{200b}width"'],
  ["\u2028", '"\\u{2028}"'],
  ["\u0085", '"\\u{85}"'],
])("shows %j as %s", (value, shown) => {
  expect(quoteValue(value)).toBe(shown);
});

it("cuts a long value", () => {
  expect(quoteValue("x".repeat(500))).toBe(`"${"x".repeat(120)}…"`);
});
