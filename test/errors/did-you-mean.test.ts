import { expect, it } from "vitest";
import { findNearest } from "../../src/errors/did-you-mean.ts";

const known = ["dev", "staging", "production", "push"];

it.each([
  ["prodction", "production"],
  ["Production", "production"],
  ["stagng", "staging"],
  ["de", "dev"],
  ["psuh", "push"],
  ["pshu", undefined],
  ["shup", undefined],
  ["prod", undefined],
  ["qa", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("takes %.20j for a slip of %j", (written, meant) => {
  expect(findNearest(written, known)).toBe(meant);
});

it("knows no name where there is none", () => {
  expect(findNearest("dev", [])).toBeUndefined();
});
