import { describe, expect, it } from "vitest";
import { loadManifest, parseManifest } from "../../src/connect/load-manifest.ts";
import { quickManifest } from "../actions/rollout-bench.ts";

const path = ".tidegate/delivery.json";
type Draft = ReturnType<typeof quickManifest>;
const parse = (change: (manifest: Draft) => unknown) => () =>
  parseManifest(JSON.stringify(change(structuredClone(quickManifest()))), path);
const withService = (manifest: Draft, change: object) => ({
  ...manifest,
  services: [{ ...manifest.services[0], ...change }],
});
const withEnvironment = (manifest: Draft, change: object) =>
  withService(manifest, { environments: [{ ...manifest.services[0]?.environments[0], ...change }] });
const canary = { kind: "canary", settleMs: 0, observeMs: 5, maxObserveMs: 5, bakeMs: 0 };

describe("the manifest", () => {
  it("is read as it was written", () => {
    expect(parse((manifest) => manifest)()).toEqual(quickManifest());
  });

  it.each<[string, (manifest: Draft) => unknown, RegExp]>([
    ["null", () => null, /\$: /],
    ["a list", () => [], /\$: /],
    ["schema 0", (manifest) => ({ ...manifest, schema: 0 }), /\$\.schema/],
    ["schema as text", (manifest) => ({ ...manifest, schema: "1" }), /\$\.schema/],
    ["a newer schema, whatever else it holds", () => ({ schema: 2 }), /schema 2 .* a newer tidegate; .* schema 1/],
    ["no services", (manifest) => ({ ...manifest, services: [] }), /\$\.services/],
    [
      "two services of one name",
      (manifest) => ({ ...manifest, services: [manifest.services[0], manifest.services[0]] }),
      /\$\.services\[1\]\.name: "info" is there already/,
    ],
    [
      "a share of 120 %",
      (manifest) => withEnvironment(manifest, { strategy: { ...canary, stepPercents: [120] } }),
      /environments\[0\]\.strategy\.stepPercents\[0\]/,
    ],
    [
      "shares that do not ascend",
      (manifest) => withEnvironment(manifest, { strategy: { ...canary, stepPercents: [20, 20] } }),
      /stepPercents: 20, 20 do not ascend/,
    ],
    [
      "a longest observation below the shortest",
      (manifest) => withEnvironment(manifest, { strategy: { ...canary, stepPercents: [20], maxObserveMs: 4 } }),
      /maxObserveMs: 4 is below observeMs 5/,
    ],
    [
      "a lease that cannot be renewed in time",
      (manifest) => withEnvironment(manifest, { limits: { readyTimeoutMs: 1, maxHoldMs: 1, leaseMs: 5, pollMs: 5 } }),
      /leaseMs: 5 is not above pollMs 5/,
    ],
    [
      "a channel that takes the ledger's name",
      (manifest) => withService(manifest, { notify: [{ kind: "webhook", name: "ledger", url: "A", progress: true }] }),
      /notify\[0\]\.name: "ledger"/,
    ],
    [
      "an address where the name of a secret belongs",
      (manifest) =>
        withService(manifest, { notify: [{ kind: "webhook", name: "t", url: "https://s3cret.test", progress: true }] }),
      /notify\[0\]\.url: (?!.*s3cret)/,
    ],
  ])("with %s is refused with the place", (_, change, expected) => {
    expect(parse(change)).toThrow(expected);
    expect(parse(change)).toThrow(expect.objectContaining({ code: "invalid-configuration" }));
  });

  it("that is not there says what to do", async () => {
    await expect(loadManifest("/nowhere/delivery.json")).rejects.toThrow(/is not there\. Run `npx projen`/);
  });
});
