import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Release } from "../../release/release.ts";
import type { ArmObservation } from "../../rollout/ports.ts";
import { ArmCounters } from "./arm-counters.ts";
import type { ArmSettings } from "./arm-settings.ts";
import { Instance } from "./instance.ts";
import { MirrorCounters } from "./mirror-counters.ts";
import type { ProcessIdentity } from "./process-identity.ts";

export interface ArmRunOptions {
  readonly release: Release;
  readonly settings: ArmSettings;
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folder for the processes' output. */
  readonly logs: string;
  readonly onProcess: () => void;
}

/** A release while it runs: its instances, and what it served. */
export class ArmRun {
  readonly release: Release;
  readonly settings: ArmSettings;
  /** What it served to users. */
  counters: ArmCounters;
  /** What it answered to copies of users' requests. */
  mirrored: MirrorCounters;
  /** What it answered to the gate's own requests. */
  probed: ArmCounters;
  readonly #instances: readonly Instance[];
  #turn = 0;
  #wasReady = false;
  #stopped: Promise<void> | undefined;

  constructor(options: ArmRunOptions) {
    const { release, settings, logs } = options;
    this.release = release;
    this.settings = settings;
    this.counters = new ArmCounters(randomUUID(), settings.bucketsMs);
    this.mirrored = new MirrorCounters(randomUUID(), settings.bucketsMs);
    this.probed = new ArmCounters(randomUUID(), settings.bucketsMs);
    mkdirSync(logs, { recursive: true });
    this.#instances = Array.from({ length: settings.instances }, (_, index) => {
      const logPath = join(logs, `${release.version}-${this.counters.instance.slice(0, 8)}-${index + 1}.log`);
      return new Instance({ ...options, healthPath: settings.healthPath, logPath });
    });
    for (const instance of this.#instances) instance.start();
  }

  /** All instances were ready at the same time once, and at least one is now. */
  get ready(): boolean {
    const ready = this.#instances.filter((instance) => instance.ready).length;
    this.#wasReady ||= ready === this.#instances.length;
    return this.#stopped === undefined && this.#wasReady && ready > 0;
  }

  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  get processes(): readonly ProcessIdentity[] {
    return this.#instances.flatMap((instance) => instance.process ?? []);
  }

  /** Files that its processes write. */
  get logPaths(): readonly string[] {
    return this.#instances.map(({ logPath }) => logPath);
  }

  /** The ready instances take turns; `undefined` when there is none. */
  nextInstance(): Instance | undefined {
    for (let tried = 0; tried < this.#instances.length; tried += 1) {
      this.#turn = (this.#turn + 1) % this.#instances.length;
      const instance = this.#instances[this.#turn];
      if (instance?.ready) return instance;
    }
    return undefined;
  }

  /** Counts from zero again, under a new name. */
  restartCounters(bucketsMs: readonly number[]): void {
    this.counters = new ArmCounters(randomUUID(), bucketsMs);
    this.mirrored = new MirrorCounters(randomUUID(), bucketsMs);
    this.probed = new ArmCounters(randomUUID(), bucketsMs);
  }

  observe(): ArmObservation {
    const { ready } = this;
    const reason = this.#instances.map((instance) => instance.notReadyReason).find((text) => text !== undefined);
    return {
      release: this.release,
      ready,
      instances: this.#instances.filter((instance) => instance.ready).length,
      restarts: this.#instances.reduce((sum, instance) => sum + instance.restarts, 0),
      ...(ready ? {} : { notReadyReason: this.stopped ? "is stopped" : (reason ?? "is starting") }),
    };
  }

  /** Serves nothing new from now on; resolves when all its processes have ended. */
  stop(): Promise<void> {
    this.#stopped ??= Promise.all(this.#instances.map((one) => one.stop(this.settings.drainMs))).then(() => undefined);
    return this.#stopped;
  }
}
