import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { gitIn } from "../../src/rehearse/git.ts";
import { type RunResult, runWorkflow } from "../../src/rehearse/run-workflow.ts";
import type { World } from "../../src/rehearse/world.ts";
import type { Release } from "../../src/release/release.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { startGithubServer } from "../../src/testing/github-server.ts";
import { render } from "../../src/workflow/index.ts";
import { serviceWorkflows } from "../../workflows/service-workflows.ts";
import { quickManifest, RolloutBench } from "../actions/rollout-bench.ts";
import { environmentOf, pipelineOf } from "../workflows/pipeline-fixture.ts";

export const regions = ["eu", "us", "ap"] as const;
export type Region = (typeof regions)[number];

function environmentOfProcesses(breaks: boolean): Record<string, string> {
  return breaks ? {} : { FAIL_EVERY: "0" };
}

/** In one of the regions the service meets what breaks it, if its release has the fault. */
function manifestOf(breaksIn: Region | undefined): Manifest {
  const times = { settleMs: 200, observeMs: 500, maxObserveMs: 8_000, bakeMs: 500 };
  const strategy = { kind: "canary" as const, stepPercents: [50], ...times };
  const [service] = quickManifest({ environment: { strategy } }).services;
  const [environment] = service?.environments ?? [];
  if (service === undefined || environment === undefined) throw new TypeError("the manifest is empty");
  const environments = regions.map((name) => ({
    ...environment,
    name,
    wave: "production",
    target: { ...environment.target, env: environmentOfProcesses(name === breaksIn) },
    judge: { ...environment.judge, alpha: 0.05 / regions.length },
  }));
  return { schema: 1, generator: "0.1.0", services: [{ ...service, environments }] };
}

/**
 * A repository with the generated workflows, the bundled actions and a manifest, GitHub and a registry on the loopback
 * interface, and real processes and traffic in three regions, where 1.0.0 is live.
 */
export class WaveBench {
  readonly bench: RolloutBench;
  readonly old: Release;
  readonly fresh: Release;
  readonly #world: World;
  readonly #close: () => Promise<void>;
  #runId = 100;

  private constructor(
    bench: RolloutBench,
    releases: { readonly old: Release; readonly fresh: Release },
    world: World,
    close: () => Promise<void>,
  ) {
    this.bench = bench;
    this.old = releases.old;
    this.fresh = releases.fresh;
    this.#world = world;
    this.#close = close;
  }

  static async start(breaksIn?: Region): Promise<WaveBench> {
    const bench = await RolloutBench.start();
    const manifest = manifestOf(breaksIn);
    bench.writeManifest(JSON.stringify(manifest));
    await writeRepository(bench, manifest);
    const old = await bench.build("1.0.0");
    const fresh = await bench.build("1.1.0-alpha.1", { FAIL_EVERY: "2" });
    await publish(bench, fresh);
    for (const region of regions) {
      const { log, outputs } = await bench.run("rollout", { ...old, environment: region }, { GITHUB_RUN_ID: "1" });
      if (outputs.outcome !== "succeeded" || outputs.url === undefined) throw new TypeError(log);
      bench.startTraffic(outputs.url, 150);
    }
    const github = await startGithubServer({
      repository: "acme/info",
      gitDirectory: bench.directory,
      token: "t0ken",
    });
    const world = worldOf(bench, github.url);
    return new WaveBench(bench, { old, fresh }, world, () => github.close());
  }

  /** *Run workflow* on GitHub: promotes the new release to the wave. */
  async promote(signal?: AbortSignal): Promise<{ readonly result: RunResult; readonly lines: readonly string[] }> {
    const lines: string[] = [];
    const inputs = { version: this.fresh.version, environment: "production", reason: "Faster tide tables" };
    this.#runId += 1;
    const result = await runWorkflow({
      path: ".github/workflows/promote.yml",
      world: this.#world,
      trigger: {
        event: "workflow_dispatch",
        sha: await gitIn(this.bench.directory)("rev-parse", "HEAD"),
        ref: "refs/heads/main",
        payload: {},
        inputs,
        runId: this.#runId,
      },
      emit: (event) => void (event.kind === "line" && lines.push(`${event.job}: ${event.text}`)),
      ...(signal === undefined ? {} : { signal }),
    });
    return { result, lines };
  }

  async record(region: Region): Promise<DeliveryRecord> {
    const record = await this.bench.record(region);
    if (record === undefined) throw new TypeError(`nothing was delivered to ${region}`);
    return record;
  }

  /** What users reach in each region, from the targets' own word. */
  async serving(): Promise<Readonly<Record<string, string>>> {
    const seen = regions.map(async (region) => {
      const { arms, candidatePercent } = await this.bench.targetIn(region).observe();
      return [region, candidatePercent === 0 ? (arms.stable?.release.version ?? "nothing") : "both"] as const;
    });
    return Object.fromEntries(await Promise.all(seen));
  }

  async tags(): Promise<readonly string[]> {
    return (await gitIn(this.bench.directory)("tag", "--list")).split("\n").filter(Boolean);
  }

  async stop(): Promise<void> {
    await this.#close();
    await this.bench.stop();
  }
}

async function writeRepository({ directory }: RolloutBench, manifest: Manifest): Promise<void> {
  const environments = regions.map((name) =>
    environmentOf(name, { automatic: false, channel: "stable", longestRolloutMinutes: 5, wave: "production" }),
  );
  const secrets = { channelSecrets: ["TEAM_KEY", "TEAM_URL"] };
  const { promote } = serviceWorkflows(pipelineOf({ environments, integration: undefined, ...secrets }));
  const files = {
    ".github/workflows/promote.yml": render(promote),
    ".tidegate/delivery.json": JSON.stringify(manifest),
    ".gitignore": "/delivery.json\n",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const isVendored = (path: string) => !path.endsWith(".ts");
  const vendored = join(directory, ".github/actions/tidegate");
  cpSync(join(repositoryRoot, "actions"), vendored, { recursive: true, filter: isVendored });
  const git = gitIn(directory);
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "chore: adopt tidegate");
}

/** As the deliver workflow would have left it. */
async function publish({ directory, env }: RolloutBench, { version, digest }: Release): Promise<void> {
  await gitIn(directory)("tag", `v${version}`);
  const mirrors = JSON.parse(env.TIDEGATE_REGISTRY_MIRRORS ?? "{}");
  await new ImageRegistry({ mirrors }).tag("registry.test/acme/info", digest, version);
}

function worldOf({ directory, env }: RolloutBench, apiUrl: string): World {
  const { TIDEGATE_HOME = "", TIDEGATE_REGISTRY_MIRRORS = "{}", TEAM_URL = "", TEAM_KEY = "" } = env;
  return {
    repositoryDirectory: directory,
    repository: "acme/info",
    defaultBranch: "main",
    apiUrl,
    serverUrl: "https://github.com",
    actor: "mona",
    secrets: { GITHUB_TOKEN: "t0ken", TEAM_URL, TEAM_KEY },
    vars: {},
    env: { TIDEGATE_HOME, TIDEGATE_REGISTRY_MIRRORS },
    registryMirrors: JSON.parse(TIDEGATE_REGISTRY_MIRRORS),
    workDirectory: join(directory, ".git", "runs"),
    protectedEnvironments: [],
  };
}
