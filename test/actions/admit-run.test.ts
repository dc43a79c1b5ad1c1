import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectFacts } from "../../actions/admit/collect-facts.ts";
import { findBudgetRefusal } from "../../actions/admit/find-budget-refusal.ts";
import { type AdmitPorts, run } from "../../actions/admit/run.ts";
import { NotAdmittedError } from "../../src/errors/not-admitted-error.ts";
import {
  DeploymentsChannel,
  GithubClient,
  GithubCommits,
  GithubDeliveryHistory,
  GithubDeployments,
  GithubEnvironments,
  GithubTags,
} from "../../src/ledger/index.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import type { CommitSha, Digest, Release } from "../../src/release/release.ts";
import { governanceSchema } from "../../src/rollout/governance/policy.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { type Loopback, startLoopback } from "../../src/testing/loopback.ts";
import { DeliveryFixture } from "./delivery-fixture.ts";

let world: DeliveryFixture;
let older: Release;
let newer: Release;
let records: Record<string, Partial<DeliveryRecord>>;
let outputs: Record<string, string>;
let summary: string;
let infos: string[];
let manifest: Manifest;
let env: Record<string, string>;

beforeEach(async () => {
  world = await DeliveryFixture.start();
  older = await release("1.4.0-alpha.1");
  newer = await release("1.4.0-alpha.2");
  records = {};
  outputs = {};
  summary = "";
  infos = [];
  manifest = world.manifest;
  env = {};
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
  readonly hotfix?: "true";
  readonly overrideBudget?: string;
}

async function admit(version: string, environment = "production", said: Said = {}): Promise<void> {
  const { overrideFreeze, retryReason, hotfix = "false", overrideBudget } = said;
  const inputs = {
    service: "info",
    environment,
    version,
    "override-freeze": overrideFreeze,
    "retry-reason": retryReason,
    "override-budget": overrideBudget,
    hotfix,
    ...{ manifest: "delivery.json", token: "t0ken" },
  } as const;
  const runner: AdmitPorts["runner"] = {
    setOutput: (name, value) => void Object.assign(outputs, { [name]: value }),
    addSummary: async (text) => {
      summary += text;
    },
    info: (text) => void infos.push(text),
  };
  const budgetSources = { manifest, env, runner: { ...runner, setSecret: () => {} } };
  await run(inputs, {
    manifest,
    runner,
    collectFacts: (request) =>
      collectFacts(request, {
        nowMs: Date.parse("2026-12-24T12:00:00Z"),
        isFreezeOverridden: overrideFreeze !== undefined,
        findBudgetRefusal: (environment) => findBudgetRefusal(inputs, { ...budgetSources, environment }),
        isRetry: retryReason !== undefined,
        environments: new GithubEnvironments(github()),
        tags: new GithubTags(github()),
        commits: new GithubCommits(github()),
        images: registry(),
        history: new GithubDeliveryHistory(new GithubDeployments(github()), service),
        readRecord: async ({ name }) => (records[name] ? record(records[name]) : undefined),
      }),
  });
}

/** Production in two regions. */
function withWave({ services: [service], ...rest }: Manifest): Manifest {
  const { environments = [] } = service ?? {};
  const regions = environments
    .slice(-1)
    .flatMap((production) => ["eu", "us"].map((name) => ({ ...production, name, wave: "production" })));
  if (service === undefined) throw new TypeError("the manifest is empty");
  return { ...rest, services: [{ ...service, environments: [...environments.slice(0, -1), ...regions] }] };
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

  it("admits to a wave what every region takes, or has already", async () => {
    manifest = withWave(manifest);
    await delivered(newer, "succeeded");
    records.eu = { live: newer };
    await admit("1.4.0-alpha.2", "production");
    expect(outputs.digest).toBe(newer.digest);
    expect(summary).toContain("may go to production");
  });

  it("refuses to a wave what one region does not take, and names the waves that there are", async () => {
    manifest = withWave(manifest);
    await delivered(newer, "succeeded");
    records.us = { quarantine: [{ kind: "failed", ...newer, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 }] };
    expect(await refusals("1.4.0-alpha.2", "production")).toEqual(["quarantined"]);
    await expect(admit("1.4.0-alpha.2", "prodution")).rejects.toThrow(/there is dev, staging, production\./);
  });

  it("refuses a region by its own name, beside every other reason, and names its wave", async () => {
    manifest = withWave(manifest);
    await delivered(newer, "succeeded");
    expect(await refusals("1.4.0-alpha.2", "eu")).toEqual(["region-of-a-wave"]);
    expect(summary).toContain("promote to production");
    records.eu = { quarantine: [{ kind: "failed", ...newer, rolloutId: "r", reason: "errors 5.1 %", atMs: 0 }] };
    expect(await refusals("1.4.0-alpha.2", "eu")).toEqual(["region-of-a-wave", "quarantined"]);
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

describe("admit, where somebody has to approve", () => {
  beforeEach(async () => {
    await delivered(newer, "succeeded");
    const [info] = world.manifest.services;
    if (info === undefined) throw new TypeError("there is no service");
    const environments = info.environments.map((one) => ({ ...one, approvers: ["team:sre"] }));
    manifest = { ...world.manifest, services: [{ ...info, environments }] };
  });

  it("lets a release through where GitHub asks somebody", async () => {
    await admit("1.4.0-alpha.2");
    expect(outputs.digest).toBe(newer.digest);
  });

  it("refuses it where GitHub would ask nobody, and says where to set that", async () => {
    world.github.unguarded.add("production");
    expect(await refusals("1.4.0-alpha.2")).toEqual(["unprotected"]);
    expect(summary).toContain(
      "has no required reviewers, so nobody would be asked. Add them under Settings → Environments → production",
    );
  });

  it("decides nothing while GitHub does not tell", async () => {
    world.github.fail({ answer: 403, times: 99, matching: "environments/production" });
    expect((await refusals("1.4.0-alpha.2"))[0]).toContain("GitHub could not read the environment production");
  });

  it("asks GitHub nothing where nobody is declared", async () => {
    manifest = world.manifest;
    world.github.fail({ answer: 403, times: 99, matching: "environments/production" });
    await admit("1.4.0-alpha.2");
    expect(outputs.digest).toBe(newer.digest);
  });
});

describe("admit, where the error budget is looked at", () => {
  const dayMs = 86_400_000;
  let server: Loopback;
  let failed: number;
  beforeEach(async () => {
    failed = 0;
    server = await startLoopback(
      createServer((_, response) => {
        const sums = Object.entries({ 200: 1_000_000 - failed, 500: failed });
        const result = sums.map(([code, count]) => ({ metric: { code }, value: [0, String(count)] }));
        response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
      }),
    );
    declare({});
    await delivered(newer, "succeeded");
    records.production = { live: older };
  });
  afterEach(() => server.close());

  function declare(
    rules: { readonly allowUnknown?: string },
    auth: { readonly auth?: { kind: "bearer"; token: string } } = {},
  ) {
    const [info] = world.manifest.services;
    if (info === undefined) throw new TypeError("there is no service");
    const timing = { scrapeMs: 15_000, timeoutMs: 1_000 };
    const environments = info.environments.map((one) => ({
      ...one,
      metrics: { kind: "prometheus", url: server.url, select: {}, ...timing, ...auth } as const,
      governance: governanceSchema.parse({ errorBudget: { windowMs: 30 * dayMs, minRemaining: 0, ...rules } }),
    }));
    const objectives = [{ kind: "availability", target: 0.999 }] as const;
    manifest = { ...world.manifest, services: [{ ...info, objectives: [...objectives], environments }] };
  }

  it("lets a release through while something is left, and says how much", async () => {
    failed = 250;
    await admit("1.4.0-alpha.2");
    expect(outputs.digest).toBe(newer.digest);
    expect(infos).toContain(
      "Error budget of production: errors: 75 % of the error budget is left (250 bad requests, 1,000 allowed) in the last 30 days",
    );
  });

  it("refuses once it is spent, and tells the numbers and the ways on", async () => {
    failed = 1_200;
    expect(await refusals("1.4.0-alpha.2")).toEqual(["error-budget"]);
    expect(summary).toContain(
      "errors: the error budget is gone (1,200 bad requests, 1,000 allowed) in the last 30 days",
    );
    expect(summary).toMatch(/as a hot fix; or say in override-budget why/);
  });

  it.each([
    ["a hot fix", { hotfix: "true" }],
    ["what a person answers for", { overrideBudget: "it mends the login" }],
  ] as const)("lets %s through, and asks no metrics for it", async (_what, said) => {
    await server.close();
    await admit("1.4.0-alpha.2", "production", said);
    expect(outputs.digest).toBe(newer.digest);
  });

  it("lets the first release through, before which nothing was served", async () => {
    failed = 1_200;
    records.production = {};
    await admit("1.4.0-alpha.2");
    expect(outputs.digest).toBe(newer.digest);
  });

  it("refuses when nobody can tell, unless that is declared with a reason", async () => {
    await server.close();
    expect(await refusals("1.4.0-alpha.2")).toEqual(["error-budget"]);
    expect(summary).toMatch(/Nobody can tell what is left of the error budget: .* cannot be reached/);
    declare({ allowUnknown: "the server is being moved" });
    await admit("1.4.0-alpha.2");
    expect(outputs.digest).toBe(newer.digest);
  });

  it("leaves it to the rollout where a secret of the metrics is not known before the environment is entered", async () => {
    failed = 1_200;
    declare({}, { auth: { kind: "bearer", token: "TOKEN" } });
    await admit("1.4.0-alpha.2");
    expect(infos.join()).toContain("is looked at when the rollout begins: TOKEN is not known here");
    env = { TOKEN: "t" };
    outputs = {};
    expect(await refusals("1.4.0-alpha.2")).toEqual(["error-budget"]);
  });
});
