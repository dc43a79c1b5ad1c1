import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "../../src/targets/embedded/free-port.ts";

export const scrapeMs = 250;
const program = "prometheus";
const startLimitMs = 30_000;

/** Why tests with the real server cannot run here; in CI they must, so there it is an error of theirs. */
export function whyNoPrometheus(): string | undefined {
  if (process.env.CI) return undefined;
  const { error } = spawnSync(program, ["--version"]);
  return error === undefined ? undefined : "no prometheus on the PATH: apt-get install prometheus";
}

export interface RealPrometheus {
  readonly url: string;
  /** Resolves once every series that the check asks for was collected after this moment. */
  collected(isThere: (series: readonly CollectedSeries[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface CollectedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly value: number;
}

/** @param targets host and port of the pages at `/metrics` */
export async function startPrometheus(targets: readonly string[]): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-prometheus-"));
  const config = join(folder, "prometheus.json");
  // JSON is YAML.
  const timing = { scrape_interval: `${scrapeMs}ms`, scrape_timeout: `${scrapeMs}ms` };
  writeFileSync(
    config,
    JSON.stringify({ global: timing, scrape_configs: [{ job_name: "gate", static_configs: [{ targets }] }] }),
  );
  const port = await findFreePort();
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await ready(child, url);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close, collected: (isThere) => waitFor(async () => isThere(await collectedBy(url))) };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const said: string[] = [];
  child.stderr?.on("data", (part: Buffer) => said.push(part.toString()));
  const failed = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`prometheus ended with ${code}: ${said.join("")}`)));
  });
  // Once it is ready, an end of it is nobody's error but the test's that reads it.
  failed.catch(() => undefined);
  await Promise.race([failed, waitFor(async () => (await fetch(`${url}/-/ready`)).ok)]);
}

async function collectedBy(url: string): Promise<readonly CollectedSeries[]> {
  const query = new URLSearchParams({ query: '{__name__=~"tidegate_.+"}[2s]' });
  const answer = await fetch(`${url}/api/v1/query?${query}`);
  const { data } = (await answer.json()) as {
    data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
  };
  return data.result.map(({ metric, values }) => {
    const [seconds, value] = values.at(-1) ?? [0, "NaN"];
    return { labels: metric, atMs: seconds * 1_000, value: Number(value) };
  });
}

/** Prometheus tells nobody when it has collected, so it is asked. */
async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + startLimitMs;
  for (;;) {
    if (await isSo().catch(() => false)) return;
    if (Date.now() > endMs) throw new Error(`it was not so within ${startLimitMs / 1_000} s`);
    await delay(50);
  }
}
