import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ImageRegistry } from "../../../src/registry/index.ts";
import { commitShaSchema, type Digest, type Release } from "../../../src/release/release.ts";
import { noGovernance } from "../../../src/rollout/governance/policy.ts";
import { planOf } from "../../../src/rollout/plan-of.ts";
import type { Clock, Effect, Observation } from "../../../src/rollout/ports.ts";
import type { DeliveryRecord, Rollout } from "../../../src/rollout/record.ts";
import { makeBundle, pushBundle } from "../../../src/targets/embedded/bundle.ts";
import { gatePaths } from "../../../src/targets/embedded/embedded-paths.ts";
import { EmbeddedTarget, type EmbeddedTargetOptions } from "../../../src/targets/embedded/embedded-target.ts";
import { type GateInfo, gateInfoSchema } from "../../../src/targets/embedded/gate-protocol.ts";
import { signalGroup } from "../../../src/targets/embedded/process-identity.ts";
import { type RegistryServer, startRegistryServer } from "../../../src/testing/registry-server.ts";

const serviceDirectory = fileURLToPath(new URL("service", import.meta.url));

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  until: (atMs) => new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now()))),
};

/** How a release of the test service behaves. */
export type Mode = "good" | "bad" | "never-ready" | "exits";

/** A home of its own, a registry, and everything that was started there ended when it is closed. */
export class EmbeddedBench {
  readonly home = mkdtempSync(join(tmpdir(), "tidegate-embedded-"));
  readonly registry: RegistryServer;
  readonly client = new ImageRegistry();
  #builds = 0;

  private constructor(registry: RegistryServer) {
    this.registry = registry;
  }

  static async open(): Promise<EmbeddedBench> {
    return new EmbeddedBench(await startRegistryServer());
  }

  get image(): string {
    return `${this.registry.host}/acme/info`;
  }

  async build(version: string, mode: Mode = "good"): Promise<Release> {
    const bundle = await makeBundle({
      directory: serviceDirectory,
      command: ["node", "server.js"],
      env: { MODE: mode, FROM_IMAGE: "yes" },
      workingDirectory: "/app",
      labels: { version },
    });
    this.#builds += 1;
    const digest: Digest = await pushBundle(this.client, this.image, bundle, version);
    return { version, digest, commit: commitShaSchema.parse(String(this.#builds).padStart(40, "a")) };
  }

  target(changes: Partial<EmbeddedTargetOptions> = {}): EmbeddedTarget {
    return new EmbeddedTarget({ ...this.options(), ...changes });
  }

  options(): EmbeddedTargetOptions {
    return {
      home: this.home,
      environment: "production",
      service: "info",
      settings: { kind: "embedded", port: 0, instances: 1, env: {}, healthPath: "/healthz", drainMs: 2_000 },
      objectives: [
        { kind: "availability", target: 0.999 },
        { kind: "latency", target: 0.95, underMs: 50 },
      ],
      image: this.image,
      registry: this.client,
    };
  }

  gate(service = "info", environment = "production"): GateInfo {
    return gateInfoSchema.parse(JSON.parse(readFileSync(gatePaths(this.home, environment, service).gate, "utf8")));
  }

  async close(): Promise<void> {
    for (const pid of this.#pids()) signalGroup(pid, "SIGKILL");
    await this.registry.close();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Gates and services, also those of gates that were killed. */
  #pids(): readonly number[] {
    const files = readdirSync(this.home, { recursive: true, encoding: "utf8" });
    const states = files.filter((file) => /(?:^|\/)(?:state|gate)\.json$/.test(file));
    // Gates first, so that none starts its services again.
    return states.sort().flatMap((file) => {
      const text = readFileSync(join(this.home, file), "utf8");
      return [...text.matchAll(/"pid":\s*(\d+)/g)].map(([, pid]) => Number(pid));
    });
  }
}

export function recordOf(epoch: number, changes: Partial<DeliveryRecord> = {}): DeliveryRecord {
  const where = { service: "info", environment: "production" };
  const lists = { previous: [], quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  return { formatVersion: 2, ...where, epoch, ...lists, ...changes };
}

/** Applies an effect as the actor that owns the record now. */
export async function apply(target: EmbeddedTarget, effect: Effect): Promise<void> {
  const epoch = (await target.read())?.record.epoch ?? 0;
  await target.apply(effect, { epoch, key: `test/${epoch}/0/${effect.kind}` });
}

export async function until(
  target: EmbeddedTarget,
  is: (seen: Observation) => boolean | undefined,
  limitMs = 10_000,
): Promise<Observation> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    const seen = await target.observe();
    if (is(seen)) return seen;
    if (Date.now() > endMs) throw new Error(`the target stays at ${JSON.stringify(seen)}`);
    await systemClock.until(Date.now() + 25);
  }
}

export async function prepare(target: EmbeddedTarget, release: Release): Promise<void> {
  await apply(target, { kind: "prepare", release });
  await until(target, ({ arms }) => arms.candidate?.release.digest === release.digest && arms.candidate.ready);
}

/** Makes a release live, record included, and returns the service's URL. */
export async function serve(target: EmbeddedTarget, release: Release): Promise<string> {
  await target.write(recordOf(1), undefined);
  await prepare(target, release);
  await apply(target, { kind: "set-weight", candidatePercent: 100 });
  await apply(target, { kind: "promote" });
  const stored = await target.read();
  await target.write(recordOf(1, { live: release }), stored?.revision);
  const { url } = await target.observe();
  if (url === undefined) throw new Error("the target has no URL");
  return url;
}

/** A rollout that observes at 20 %, whose holder was seen just now. */
export function rolloutOf(stable: Release, candidate: Release, leaseMs: number): Rollout {
  const nowMs = systemClock.nowMs();
  const limits = { readyTimeoutMs: 10_000, maxHoldMs: 60_000, leaseMs, pollMs: 1_000 };
  return {
    id: "r1",
    reason: "test",
    actor: "ada",
    stable,
    candidate,
    plan: planOf({ kind: "rolling", batches: 2, settleMs: 0, bakeMs: 0 }, limits, true),
    stepIndex: 0,
    phase: "observing",
    phaseSinceMs: nowMs,
    deadlineMs: nowMs + 60_000,
    candidatePercent: 20,
    governance: noGovernance,
    lease: { mode: "drive", holder: "an actor", untilMs: nowMs + leaseMs },
    messages: {},
    noticeSequence: 0,
    startedAtMs: nowMs,
    timeline: [],
  };
}
