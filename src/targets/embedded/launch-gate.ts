import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "../../errors/tidegate-error.ts";
import { gatePaths } from "./embedded-paths.ts";
import { errorOf, GateClient } from "./gate-client.ts";
import {
  type GateArguments,
  type GateInfo,
  type GateStart,
  gateInfoSchema,
  gateProtocol,
  gateStartSchema,
} from "./gate-protocol.ts";
import { lastLines } from "./last-lines.ts";
import { isRunning } from "./process-identity.ts";

const startTimeoutMs = 20_000;
const pollMs = 50;
/** All that a gate, and through it a service, gets of our environment: nothing that could be a secret. */
const inherited = ["PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "SystemRoot"];

/**
 * Connects to the gate of a service in an environment, and starts it first if there is none. It goes on when this process
 * ends, however that happens.
 *
 * @param entry program of the gate
 * @throws TidegateError `not-ready` when its port is in use; UnavailableError when it does not start
 */
export async function launchGate(options: GateArguments, entry: string): Promise<GateClient> {
  const limitMs = Date.now() + startTimeoutMs;
  for (;;) {
    const running = await findRunningGate(options);
    if (running !== undefined) return running;
    const start = await spawnGate(options, entry);
    if (start.kind === "failed") throw errorOf(start.code, start.message);
    if (Date.now() > limitMs) {
      throw new UnavailableError(
        `The gate of ${options.service} in ${options.environment} does not answer. ${gatePaths(options.home, options.environment, options.service).log} says more.`,
      );
    }
    if (start.kind === "held") await delay(pollMs);
  }
}

async function findRunningGate(options: GateArguments): Promise<GateClient | undefined> {
  const info = readInfo(options);
  if (info === undefined || !isRunning(info.process)) return undefined;
  if (info.protocol !== gateProtocol) {
    throw new UnavailableError(
      `The gate of ${options.service} in ${options.environment} (process ${info.process.pid}) is of another version of tidegate. End that process; the next command starts a new one.`,
    );
  }
  const client = new GateClient(info);
  return (await client.isHealthy()) ? client : undefined;
}

function readInfo({ home, environment, service }: GateArguments): GateInfo | undefined {
  try {
    return gateInfoSchema.parse(JSON.parse(readFileSync(gatePaths(home, environment, service).gate, "utf8")));
  } catch {
    return undefined;
  }
}

function spawnGate(options: GateArguments, entry: string): Promise<GateStart> {
  const paths = gatePaths(options.home, options.environment, options.service);
  mkdirSync(paths.directory, { recursive: true, mode: 0o700 });
  const log = openSync(paths.log, "a", 0o600);
  // The list leaves out RUNNER_TRACKING_ID, by which a self-hosted runner finds the processes it ends after a job.
  const env = Object.fromEntries(inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const child = spawn(process.execPath, [entry, JSON.stringify(options)], {
    cwd: paths.directory,
    env,
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      if (child.connected) child.disconnect();
      child.unref();
      act();
    };
    const fail = (why: string) =>
      settle(() => reject(new UnavailableError(`The gate of ${options.service} ${why}${lastLines(paths.log)}`)));
    const timer = setTimeout(() => fail(`did not start within ${startTimeoutMs / 1_000} s`), startTimeoutMs);
    child.once("message", (message) => settle(() => resolve(gateStartSchema.parse(message))));
    child.once("error", (error) => fail(`cannot be started: ${error.message}`));
    child.once("exit", (code) => fail(`ended with code ${code}`));
  });
}
