import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { TidegateError } from "../../../errors/tidegate-error.ts";
import { ImageRegistry } from "../../../registry/index.ts";
import { commitShaSchema, type Release } from "../../../release/release.ts";
import type { Effect, Observation } from "../../../rollout/ports.ts";
import type { Objective } from "../../../slo/objective.ts";
import { makeBundle, pushBundle } from "../../../targets/embedded/bundle.ts";
import { EmbeddedTarget } from "../../../targets/embedded/embedded-target.ts";
import { startRegistryServer } from "../../../testing/registry-server.ts";
import type { Ratios } from "../failure-ratios.ts";

/** A real service behind the real embedded target, whose candidate can be exchanged. */
export interface LiveService {
  readonly target: EmbeddedTarget;
  readonly url: string;
  /** Starts a release that fails like this beside stable, and gives it its share once it is ready. */
  startCandidate(ratios: Ratios, candidatePercent: number): Promise<void>;
  /** All requests back to stable. */
  takeBack(): Promise<void>;
  close(): Promise<void>;
}

/** @throws TidegateError when the target does not get ready */
export async function startLiveService(stable: Ratios, objectives: readonly Objective[]): Promise<LiveService> {
  const home = mkdtempSync(join(tmpdir(), "tidegate-bench-"));
  const registry = await startRegistryServer();
  const client = new ImageRegistry();
  const image = `${registry.host}/bench/service`;
  const target = new EmbeddedTarget({
    home,
    environment: "production",
    service: "service",
    settings: { kind: "embedded", port: 0, instances: 1, env: {}, healthPath: "/healthz", drainMs: 1000 },
    objectives: [...objectives],
    image,
    registry: client,
  });
  let builds = 0;
  const build = async ({ errors, slow }: Ratios): Promise<Release> => {
    builds += 1;
    const version = `0.0.${builds}`;
    const bundle = await makeBundle({
      directory: fileURLToPath(new URL("service", import.meta.url)),
      command: ["node", "server.mjs"],
      env: { ERROR_RATIO: String(errors), SLOW_RATIO: String(slow), BUILD: version },
      workingDirectory: "/app",
    });
    const digest = await pushBundle(client, image, bundle, version);
    return { version, digest, commit: commitShaSchema.parse(String(builds).padStart(40, "a")) };
  };
  const apply = (effect: Effect) => target.apply(effect, { epoch: 1, key: `bench/1/${builds}/${effect.kind}` });
  const prepare = async (release: Release) => {
    await apply({ kind: "prepare", release });
    await until(target, ({ arms }) => arms.candidate?.release.digest === release.digest && arms.candidate.ready);
  };
  const live = await build(stable);
  const lists = { previous: [], quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  const where = { service: "service", environment: "production" };
  await target.write({ formatVersion: 2, ...where, epoch: 1, ...lists }, undefined);
  await prepare(live);
  await apply({ kind: "set-weight", candidatePercent: 100 });
  await apply({ kind: "promote" });
  const { url } = await until(target, ({ arms, url: served }) => arms.stable?.ready === true && served !== undefined);
  return {
    target,
    url: url ?? "",
    async startCandidate(ratios, candidatePercent) {
      await prepare(await build(ratios));
      await apply({ kind: "set-weight", candidatePercent });
    },
    takeBack: () => apply({ kind: "restore", stable: live }),
    async close() {
      for (const pid of ownProcesses(home)) endGroup(pid);
      await registry.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function until(target: EmbeddedTarget, is: (seen: Observation) => boolean): Promise<Observation> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const seen = await target.observe();
    if (is(seen)) return seen;
    await wait(50);
  }
  throw new TidegateError("not-ready", "The embedded target was not ready within 20 s. Look at the machine's load.");
}

/** Gates first, so that none starts its services again. */
function ownProcesses(home: string): readonly number[] {
  const files = readdirSync(home, { recursive: true, encoding: "utf8" });
  const states = files.filter((file) => /(?:^|\/)(?:state|gate)\.json$/.test(file)).sort();
  return states.flatMap((file) => {
    const text = readFileSync(join(home, file), "utf8");
    return [...text.matchAll(/"pid":\s*(\d+)/g)].map(([, pid]) => Number(pid));
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
