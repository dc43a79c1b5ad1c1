import { expect } from "vitest";
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
import type { EnvironmentSettings, Manifest } from "../../src/manifest/manifest.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import type { CommitSha, Digest, Release } from "../../src/release/release.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { DeliveryFixture } from "./delivery-fixture.ts";

const service = { name: "info", directory: ".", tagPrefix: "v" };

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

/** The action `admit` in a repository with two builds, of which the ledger knows nothing yet. */
export class AdmitFixture {
  readonly world: DeliveryFixture;
  readonly older: Release;
  readonly newer: Release;
  /** By environment; without one the target knows nothing. */
  readonly records: Record<string, Partial<DeliveryRecord>> = {};
  readonly infos: string[] = [];
  env: Record<string, string> = {};
  manifest: Manifest;
  outputs: Record<string, string> = {};
  summary = "";

  private constructor(world: DeliveryFixture, older: Release, newer: Release) {
    this.world = world;
    this.older = older;
    this.newer = newer;
    this.manifest = world.manifest;
  }

  static async start(): Promise<AdmitFixture> {
    const world = await DeliveryFixture.start();
    return new AdmitFixture(world, await release(world, "1.4.0-alpha.1"), await release(world, "1.4.0-alpha.2"));
  }

  async stop(): Promise<void> {
    await this.world.stop();
    expect(this.world.github.unknownRequests).toEqual([]);
  }

  get registry(): ImageRegistry {
    return registryOf(this.world);
  }

  get #github(): GithubClient {
    return new GithubClient({ token: "t0ken", repository: "acme/info", baseUrl: this.world.github.url, retries: 0 });
  }

  /** Declares the service anew. */
  declare(change: (environments: readonly EnvironmentSettings[]) => EnvironmentSettings[], changes: object = {}): void {
    const services = this.world.manifest.services.map((one) => ({
      ...one,
      ...changes,
      environments: change(one.environments),
    }));
    this.manifest = { ...this.world.manifest, services };
  }

  /** Writes into the ledger that a release ended so in staging. */
  async delivered({ version, digest, commit }: Release, kind: "succeeded" | "rolled-back"): Promise<void> {
    const environment = { name: "staging", production: false };
    const channel = new DeploymentsChannel(new GithubDeployments(this.#github), { service, environment });
    const told = { kind, service: "info", environment: "staging", version, digest, commit, phase: kind } as const;
    const rest = { rolloutId: `r-${version}`, candidatePercent: 0, text: kind, reason: "", actor: "ada", atMs: 0 };
    await channel.deliver({ ...told, ...rest }, "k", undefined);
  }

  async admit(version: string, environment = "production", said: Said = {}): Promise<void> {
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
      setOutput: (name, value) => void Object.assign(this.outputs, { [name]: value }),
      addSummary: async (text) => {
        this.summary += text;
      },
      info: (text) => void this.infos.push(text),
    };
    const { manifest, env, records, world } = this;
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
          environments: new GithubEnvironments(this.#github),
          tags: new GithubTags(this.#github),
          commits: new GithubCommits(this.#github),
          images: registryOf(world),
          history: new GithubDeliveryHistory(new GithubDeployments(this.#github), service),
          readRecord: async ({ name }) => (records[name] ? record(records[name]) : undefined),
        }),
    });
  }

  /** The kinds of what stands against it, or the error that kept it from being asked; there are no outputs then. */
  async refusals(version: string, environment?: string): Promise<readonly string[]> {
    const failure = await this.admit(version, environment).catch((error: unknown) => error);
    expect(this.outputs).toEqual({});
    return failure instanceof NotAdmittedError ? failure.refusals.map(({ kind }) => kind) : [String(failure)];
  }
}

const registryOf = ({ registry }: DeliveryFixture) => new ImageRegistry({ mirrors: { "ghcr.io": registry.url } });

async function release(world: DeliveryFixture, version: string): Promise<Release> {
  const commit: CommitSha = world.git.commit(`feat: ${version}`);
  world.git.git("tag", `v${version}`);
  const digest: Digest = await world.pushImage(version);
  await registryOf(world).tag("ghcr.io/acme/info", digest, version);
  return { version, digest, commit };
}
