import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { isSignedBy, sign } from "../../src/notify/signature.ts";

const key = "k3y";
const nowMs = 1_700_000_000_000;
const timestampSeconds = 1_700_000_000;
const body = '{"a":"ü"}';
const signature = sign(body, { key, timestampSeconds });

it("is what anybody computes with the key over timestamp, dot and body", () => {
  expect(signature).toBe(`sha256=${createHmac("sha256", key).update("1700000000.").update(body).digest("hex")}`);
});

it.each([
  ["the same", {}, true],
  ["another body", { body: "{}" }, false],
  ["another timestamp", { timestamp: "1700000001" }, false],
  ["no signature", { signature: undefined }, false],
  ["no timestamp", { timestamp: undefined }, false],
  ["a signature cut short", { signature: signature.slice(0, -1) }, false],
  ["a timestamp that is no number", { timestamp: "NaN" }, false],
])("%s is accepted: %s", (_, change, expected) => {
  expect(isSignedBy(key, { body, timestamp: "1700000000", signature, ...change }, nowMs)).toBe(expected);
});

it.each([
  [300_000, true],
  [300_001, false],
  [-300_001, false],
])("a request %d ms old is accepted: %s", (ageMs, expected) => {
  expect(isSignedBy(key, { body, timestamp: "1700000000", signature }, nowMs + ageMs)).toBe(expected);
});
