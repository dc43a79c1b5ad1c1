import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { loadManifest } from "../../connect/load-manifest.ts";
import { findPayload } from "../../ledger/deployment-payload.ts";
import { type Manifest, manifestPath } from "../../manifest/manifest.ts";
import { ImageRegistry } from "../../registry/index.ts";
import { Rehearsal } from "../../rehearse/rehearsal.ts";
import { RehearsalError } from "../../rehearse/rehearsal-error.ts";
import { makeScratchRepository } from "../../rehearse/scratch-repository.ts";
import type { World } from "../../rehearse/world.ts";
import { EmbeddedTarget } from "../../targets/embedded/index.ts";
import { type GithubServer, startGithubServer } from "../../testing/github-server.ts";
import { type RegistryServer, startRegistryServer } from "../../testing/registry-server.ts";
import { startWebhookSink, type WebhookSink } from "../../testing/webhook-sink.ts";
import type { DemoProgress } from "./progress.ts";
import type { Stage } from "./stage.ts";
import { makeTakeDown, type TakeDown } from "./take-down.ts";

const repository = "acme/playground";
const registryHost = "ghcr.io";
const signingKey = "rehearsal-signing-key";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What a shell adds to the number of the signal that ended a program. */
const signalledExitCode = 128;

export interface StageOptions {
  /** Folder of the tidegate package. */
  readonly packageRoot: string;
  /** Program and arguments that serve one run. */
  readonly runCommand: readonly [string, ...string[]];
  readonly progress: DemoProgress;
  /** Keeps the scratch folder for a look afterwards. */
  readonly keep: boolean;
}

/** Builds the whole world of the demo in a scratch folder, and takes it down again however the play ends. */
export async function withStage<T>(options: StageOptions, play: (stage: Stage) => Promise<T>): Promise<T> {
  const { keep, progress } = options;
  const scratch = mkdtempSync(join(tmpdir(), "tidegate-"));
  const { onClose, takeDown } = makeTakeDown(progress.note);
  onClose(async () => {
    if (keep) progress.note(`kept ${scratch}`);
    else rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  });
  const interrupt = (signal: NodeJS.Signals) =>
    void takeDown().finally(() => process.exit(signalledExitCode + constants.signals[signal]));
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await play(await setStage(options, scratch, onClose));
  } finally {
    await takeDown();
    for (const signal of signals) process.off(signal, interrupt);
  }
}

type OnClose = TakeDown["onClose"];

async function setStage(options: StageOptions, scratch: string, onClose: OnClose): Promise<Stage> {
  const { progress } = options;
  const example = join(options.packageRoot, "examples/playground");
  progress.act("A repository adopts tidegate");
  const made = await makeScratchRepository({ ...options, example, directory: scratch, progress: progress.note });
  for (const line of summarizeFiles(made.synthesized)) progress.note(line);

  const servers = await startServers(made.directory, onClose);
  const world = makeWorld(made.directory, scratch, servers);
  const targets = makeTargets(await loadManifest(join(made.directory, manifestPath)), world.env.TIDEGATE_HOME ?? "");
  onClose(() => shutDownAll([...targets.values()]));
  const rehearsal = new Rehearsal(world, options.runCommand, progress.onRunEvent);
  onClose(() => rehearsal.killAll());
  return {
    rehearsal,
    world,
    progress,
    synthesized: made.synthesized,
    target: (service, environment) => {
      const target = targets.get(`${service}/${environment}`);
      if (!target) throw new RehearsalError(`The manifest has no ${service} in ${environment}.`);
      return target;
    },
    notices: () => servers.sink.notices,
    deploymentStates: (version) => statesOf(servers.github, version),
  };
}

interface Servers {
  readonly github: GithubServer;
  readonly registry: RegistryServer;
  readonly sink: WebhookSink;
}

async function startServers(gitDirectory: string, onClose: OnClose): Promise<Servers> {
  const [github, registry, sink] = await Promise.all([
    startGithubServer({ repository, gitDirectory }),
    startRegistryServer(),
    startWebhookSink({ signingKey }),
  ]);
  for (const server of [github, registry, sink]) onClose(() => server.close());
  return { github, registry, sink };
}

function makeWorld(repositoryDirectory: string, scratch: string, { github, registry, sink }: Servers): World {
  const registryMirrors = { [registryHost]: registry.url };
  const home = join(scratch, "home");
  mkdirSync(home);
  return {
    repositoryDirectory,
    repository,
    defaultBranch: "main",
    apiUrl: github.url,
    serverUrl: "https://github.com",
    actor: "release-manager",
    secrets: { GITHUB_TOKEN: "rehearsal-token", TEAM_WEBHOOK_URL: sink.url, TEAM_WEBHOOK_KEY: signingKey },
    vars: {},
    env: { TIDEGATE_HOME: home, TIDEGATE_REGISTRY_MIRRORS: JSON.stringify(registryMirrors) },
    registryMirrors,
    workDirectory: join(scratch, "runs"),
    protectedEnvironments: ["production"],
  };
}

/** The files that people read, by name; the bundled actions as a count. */
function summarizeFiles(files: readonly string[]): string[] {
  const vendored = files.filter((file) => file.startsWith(".github/actions/"));
  const shown = files.filter((file) => !vendored.includes(file));
  return [...shown.map((file) => `wrote ${file}`), `wrote .github/actions/tidegate: ${vendored.length} files, bundled`];
}

/** The targets as the actions see them, by `service/environment`. */
function makeTargets(manifest: Manifest, home: string): ReadonlyMap<string, EmbeddedTarget> {
  const targets = manifest.services.flatMap(({ name, image, objectives, environments }) =>
    environments.map(({ name: environment, target: settings }) => {
      const where = { home, environment, service: name, image };
      const target = new EmbeddedTarget({ ...where, settings, objectives, registry: new ImageRegistry() });
      return [`${name}/${environment}`, target] as const;
    }),
  );
  return new Map(targets);
}

/** Side by side, because each drains first. @throws the first failure, once all have ended */
async function shutDownAll(targets: readonly EmbeddedTarget[]): Promise<void> {
  const ends = await Promise.allSettled(targets.map((target) => target.shutDown()));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

/** States of the newest deployment of a version to production, oldest first. */
function statesOf({ deployments }: GithubServer, version: string): readonly string[] {
  const own = deployments.filter(
    ({ environment, payload }) => environment.endsWith("production") && findPayload(payload)?.version === version,
  );
  return own.at(-1)?.statuses.map(({ state }) => state) ?? [];
}
