import assert from "node:assert/strict";
import { test } from "node:test";
import { summarize, trend } from "../src/summary.js";

for (const [change, expected] of [
  [8, "rising"],
  [7.9, "slack"],
  [0, "slack"],
  [-7.9, "slack"],
  [-8, "falling"],
]) {
  test(`${change} cm an hour is ${expected}`, () => assert.equal(trend(change), expected));
}

const level = { station: "quay", name: "Quay", levelCm: 0, changeCmPerHour: 20, takenAt: "2026-01-01T00:00:00.000Z" };

for (const [levelCm, gate] of [
  [259.9, "open"],
  [260, "shut"],
]) {
  test(`at ${levelCm} cm the gate is ${gate}`, () => assert.equal(summarize({ ...level, levelCm }).gate, gate));
}

test("a summary can be read aloud", () => {
  assert.equal(summarize({ ...level, levelCm: 123.4 }).text, "Quay: 123 cm and rising, gate open");
});
