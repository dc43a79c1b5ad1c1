import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../../src/manifest/manifest.ts";
import { ImageRegistry } from "../../src/registry/index.ts";
import { commitShaSchema, type Release } from "../../src/release/release.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { EmbeddedTarget, makeBundle, pushBundle } from "../../src/targets/embedded/index.ts";
import { type RegistryServer, startRegistryServer } from "../../src/testing/registry-server.ts";
import { startWebhookSink, type WebhookSink } from "../../src/testing/webhook-sink.ts";
import type { ActionRun } from "./run-action.ts";
import { type StartedAction, startAction } from "./started-action.ts";

type Service = Manifest["services"][number];
type Environment = Service["environments"][number];

const image = "registry.test/acme/info";
export const signingKey = "sink-key-7d1f";

/** A service in one file; how it behaves comes from the environment that its image sets. */
const program = `
import { createServer } from "node:http";
const failEvery = Number(process.env.FAIL_EVERY), slowEvery = Number(process.env.SLOW_EVERY);
let count = 0;
createServer((request, response) => {
  const end = (status) => response.writeHead(status).end("v");
  if (request.url === "/healthz") return end(process.env.UNHEALTHY ? 503 : 200);
  count++;
  if (failEvery && count % failEvery === 0) return end(500);
  setTimeout(() => end(200), slowEvery && count % slowEvery === 0 ? 120 : 0);
}).listen(Number(process.env.PORT), process.env.HOST ?? "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
`;

export interface BenchOptions {
  readonly environment?: Partial<Environment>;
  readonly limits?: Partial<Environment["limits"]>;
}

/** A manifest whose rollouts take seconds. */
export function quickManifest({ environment, limits }: BenchOptions = {}): Manifest {
  const production: Environment = {
    name: "production",
    target: { kind: "embedded", port: 0, instances: 1, env: {}, healthPath: "/healthz", drainMs: 200 },
    strategy: {
      kind: "canary",
      stepPercents: [20, 50],
      settleMs: 300,
      observeMs: 700,
      maxObserveMs: 8_000,
      bakeMs: 600,
    },
    limits: { readyTimeoutMs: 5_000, maxHoldMs: 2_500, leaseMs: 2_000, pollMs: 150, ...limits },
    judge: { alpha: 0.05, riskRatio: 1.5, minRequests: 20, detectRatio: 5 },
    metrics: { kind: "target" },
    automatic: false,
    production: true,
    channel: "stable",
    ...environment,
  };
  const service: Service = {
    name: "info",
    directory: ".",
    image,
    tagPrefix: "v",
    objectives: [
      { kind: "availability", target: 0.9 },
      { kind: "latency", target: 0.9, underMs: 50 },
    ],
    environments: [production],
    notify: [{ kind: "webhook", name: "team", url: "TEAM_URL", signingKey: "TEAM_KEY", progress: true }],
  };
  return { schema: 1, generator: "0.1.0", services: [service] };
}

/** A checkout, a registry, a team's webhook and an embedded target with real processes, all on this machine. */
export class RolloutBench {
  readonly directory = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  readonly sink: WebhookSink;
  readonly #registry: RegistryServer;
  readonly #client: ImageRegistry;
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #places = new Set(["production"]);
  #builds = 0;

  private constructor(registry: RegistryServer, sink: WebhookSink) {
    this.#registry = registry;
    this.sink = sink;
    this.#client = new ImageRegistry({ mirrors: { "registry.test": registry.url } });
  }

  static async start(options: BenchOptions = {}): Promise<RolloutBench> {
    const bench = new RolloutBench(await startRegistryServer(), await startWebhookSink({ signingKey }));
    execFileSync("git", ["init", "-q", bench.directory]);
    bench.writeManifest(JSON.stringify(quickManifest(options)));
    return bench;
  }

  writeManifest(text: string): void {
    writeFileSync(join(this.directory, "delivery.json"), text);
  }

  /** Commits, builds and pushes a release of its own. */
  async build(version: string, behaviour: Readonly<Record<string, string>> = {}): Promise<Release> {
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", this.directory, "-c", "user.name=t", "-c", "user.email=t@t.test", ...args], {
        encoding: "utf8",
      });
    git("commit", "-q", "--allow-empty", "-m", version);
    const commit = commitShaSchema.parse(git("rev-parse", "HEAD").trim());
    this.#builds++;
    const directory = join(this.directory, ".git", `build-${this.#builds}`);
    mkdirSync(directory);
    writeFileSync(join(directory, "server.mjs"), program);
    const command = ["node", "server.mjs"];
    const bundle = await makeBundle({ directory, command, env: { VERSION: version, ...behaviour } });
    return { version, commit, digest: await pushBundle(this.#client, image, bundle) };
  }

  get env(): Record<string, string> {
    return {
      GITHUB_WORKSPACE: this.directory,
      GITHUB_REPOSITORY: "acme/info",
      GITHUB_RUN_ID: "42",
      GITHUB_JOB: "rollout",
      GITHUB_ACTOR: "mona",
      TIDEGATE_HOME: join(this.directory, ".git", "home"),
      TIDEGATE_REGISTRY_MIRRORS: JSON.stringify({ "registry.test": this.#registry.url }),
      TEAM_URL: this.sink.url,
      TEAM_KEY: signingKey,
    };
  }

  begin(action: string, inputs: Readonly<Record<string, string>>, env: Record<string, string> = {}): StartedAction {
    const all = { service: "info", environment: "production", manifest: "delivery.json", ...inputs };
    return startAction(action, all, { ...this.env, ...env });
  }

  run(action: string, inputs: Readonly<Record<string, string>>, env: Record<string, string> = {}): Promise<ActionRun> {
    return this.begin(action, inputs, env).ended;
  }

  rollOut(release: Release, env: Record<string, string> = {}): Promise<ActionRun> {
    return this.run("rollout", { ...release, reason: "a test" }, env);
  }

  get target(): EmbeddedTarget {
    return this.targetIn("production");
  }

  /** Where the service runs in another environment of the manifest; it is shut down with the bench. */
  targetIn(environment: string): EmbeddedTarget {
    this.#places.add(environment);
    const [service] = quickManifest().services;
    const [production] = service?.environments ?? [];
    if (service === undefined || production === undefined) throw new TypeError("the bench's manifest is empty");
    return new EmbeddedTarget({
      home: this.env.TIDEGATE_HOME ?? "",
      environment,
      service: "info",
      settings: production.target,
      objectives: service.objectives,
      image,
      registry: this.#client,
      gateEntry: new URL("../../actions/dist/embedded-gate.mjs", import.meta.url).pathname,
    });
  }

  async record(environment = "production"): Promise<DeliveryRecord | undefined> {
    return (await this.targetIn(environment).read())?.record;
  }

  /** Waits until the record says so; a look takes about a millisecond. */
  async untilRecord(
    isSo: (record: DeliveryRecord | undefined) => boolean,
    { place = "production", timeoutMs = 20_000 }: { readonly place?: string; readonly timeoutMs?: number } = {},
  ): Promise<DeliveryRecord | undefined> {
    const target = this.targetIn(place);
    const endMs = Date.now() + timeoutMs;
    for (;;) {
      const record = (await target.read())?.record;
      if (isSo(record)) return record;
      if (Date.now() > endMs) throw new TypeError(`The record never came to that; it is in ${record?.rollout?.phase}.`);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  }

  /** Sends requests until the bench is stopped. */
  startTraffic(url: string, perSecond = 200): void {
    let isOn = true;
    const worker = async () => {
      while (isOn) {
        await fetch(url).then(
          (response) => response.arrayBuffer(),
          () => undefined,
        );
        await new Promise((resolve) => setTimeout(resolve, 4_000 / perSecond));
      }
    };
    const workers = Array.from({ length: 4 }, worker);
    this.#stops.push(async () => {
      isOn = false;
      await Promise.all(workers);
    });
  }

  stopRegistry(): Promise<void> {
    return this.#registry.close();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
    await Promise.all([...this.#places].map((place) => this.targetIn(place).shutDown()));
    await this.sink.close();
    await this.#registry.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
