import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { reasonOf } from "../../errors/reason-of.ts";
import { findFreePort, isPortTaken } from "./free-port.ts";
import { probeHealth } from "./health-probe.ts";
import { lastLines } from "./last-lines.ts";
import { findProcess, type ProcessIdentity, signalGroup } from "./process-identity.ts";

export interface InstanceOptions {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly healthPath: string;
  /** File that takes what the process writes. */
  readonly logPath: string;
  /** Called whenever the process that runs it changes, before anything else happens to it. */
  readonly onProcess: () => void;
}

const startPollMs = 50;
const livePollMs = 1_000;
/** Failed probes in a row before a ready instance counts as not ready. */
const maxFailedProbes = 3;
const firstBackoffMs = 200;
const maxBackoffMs = 5_000;
/** How long after SIGTERM the process may take to end. */
const killAfterMs = 5_000;

/** One process of a service: started again when it ends by itself, probed all the time, drained before it is stopped. */
export class Instance {
  readonly agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  readonly #options: InstanceOptions;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #process: ProcessIdentity | undefined;
  #running: Promise<void> | undefined;
  #port = 0;
  #ready = false;
  #restarts = 0;
  #reason = "is starting";
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(options: InstanceOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#ready && !this.#stopping.signal.aborted;
  }

  get port(): number {
    return this.#port;
  }

  /** How often the process ended by itself. */
  get restarts(): number {
    return this.#restarts;
  }

  get logPath(): string {
    return this.#options.logPath;
  }

  get process(): ProcessIdentity | undefined {
    return this.#process;
  }

  /** Why it is not ready, with the last lines that the process wrote. */
  get notReadyReason(): string | undefined {
    return this.ready ? undefined : `${this.#reason}${lastLines(this.#options.logPath)}`;
  }

  start(): void {
    this.#running ??= this.#keepRunning();
  }

  /** Marks a request as on its way; call the result when it ended. */
  begin(): () => void {
    this.#inFlight += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#onIdle?.();
    };
  }

  /** Waits for its requests to end, at most `drainMs`, then ends the process and all that it started. */
  async stop(drainMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#drained(drainMs);
    const child = this.#child;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const { pid } = child;
      signalGroup(pid, "SIGTERM");
      const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), killAfterMs);
      await this.#running;
      clearTimeout(timer);
    }
    await this.#running;
    this.agent.destroy();
  }

  async #drained(drainMs: number): Promise<void> {
    if (this.#inFlight === 0) return;
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    const late = new AbortController();
    await Promise.race([idle, delay(drainMs, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
  }

  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const collided = await this.#tryOnce();
      if (signal.aborted) return;
      if (!collided) this.#restarts += 1;
      const backoffMs = Math.min(firstBackoffMs * 2 ** failures, maxBackoffMs);
      await delay(collided ? 0 : backoffMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What keeps a process from being started, a full disk for example, may pass; giving up would be for ever. */
  async #tryOnce(): Promise<boolean> {
    try {
      return await this.#runOnce();
    } catch (error) {
      this.#reason = `cannot be started: ${reasonOf(error)}`;
      return false;
    }
  }

  /** @returns whether it ended because somebody else had taken its port meanwhile */
  async #runOnce(): Promise<boolean> {
    this.#port = await findFreePort();
    if (this.#stopping.signal.aborted) return false;
    const ended = new AbortController();
    const exit = this.#spawn();
    const probing = this.#probe(ended.signal);
    const reason = await exit;
    const wasReady = this.#ready;
    this.#ready = false;
    this.#reason = reason;
    this.#killGroup();
    this.#process = undefined;
    this.#options.onProcess();
    ended.abort();
    await probing;
    return !wasReady && (await isPortTaken(this.#port));
  }

  #spawn(): Promise<string> {
    const { command, workingDirectory, env, logPath } = this.#options;
    const [program = "", ...args] = command;
    const log = openSync(logPath, "a", 0o600);
    const startedMs = performance.now();
    // A group of its own, so that whatever it starts ends with it.
    const child = spawn(program === "node" ? process.execPath : program, args, {
      cwd: workingDirectory,
      env: { ...env, PORT: String(this.#port) },
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    this.#process = child.pid === undefined ? undefined : findProcess(child.pid);
    this.#options.onProcess();
    return new Promise((resolve) => {
      child.once("error", (error) => resolve(`cannot be started: ${error.message}`));
      child.once("exit", (code, signal) => {
        const how = code === null ? `was ended by ${signal}` : `exited with code ${code}`;
        resolve(`${how} after ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
      });
    });
  }

  /** A process that ended may leave others of its group behind. */
  #killGroup(): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, "SIGKILL");
  }

  async #probe(ended: AbortSignal): Promise<void> {
    const { healthPath } = this.#options;
    let failures = 0;
    while (!ended.aborted) {
      const problem = await probeHealth(this.#port, healthPath, ended);
      if (ended.aborted) return;
      failures = problem === undefined ? 0 : failures + 1;
      if (problem === undefined) this.#ready = true;
      else if (!this.#ready || failures >= maxFailedProbes) {
        this.#ready = false;
        this.#reason = problem;
      }
      await delay(this.#ready ? livePollMs : startPollMs, undefined, { signal: ended }).catch(() => undefined);
    }
  }
}
