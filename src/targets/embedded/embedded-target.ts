import { existsSync } from "node:fs";
import type { EmbeddedTargetSettings } from "../../manifest/manifest.ts";
import { embeddedCapabilities } from "../../manifest/target-capabilities.ts";
import type {
  Effect,
  Fence,
  Observation,
  Revision,
  StoredRecord,
  Target,
  TargetCapabilities,
} from "../../rollout/ports.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import type { Objective } from "../../slo/objective.ts";
import { bucketsFor } from "./arm-counters.ts";
import { type BundleSource, ensureUnpacked } from "./bundle-store.ts";
import { gatePaths } from "./embedded-paths.ts";
import { findGateEntry } from "./find-gate-entry.ts";
import { type GateClient, GateGoneError } from "./gate-client.ts";
import { launchGate } from "./launch-gate.ts";
import { RecordFile } from "./record-file.ts";

export interface EmbeddedTargetOptions {
  /** Folder for everything embedded targets keep; see `tidegateHome`. */
  readonly home: string;
  readonly environment: string;
  readonly service: string;
  readonly settings: EmbeddedTargetSettings;
  /** Latency objectives become limits of the histogram. */
  readonly objectives: readonly Objective[];
  /** Image without tag or digest. */
  readonly image: string;
  /** Where `prepare` pulls from. Nothing else needs it. */
  readonly registry: BundleSource;
  /** Program of the gate. @default the one that belongs to this code */
  readonly gateEntry?: string;
}

/**
 * Runs releases as processes of this machine behind a small weighted proxy. A detached process, the gate, does it all and
 * stays when this one ends; this class pulls what the gate runs and passes on what it is told.
 */
export class EmbeddedTarget implements Target {
  readonly capabilities: TargetCapabilities = embeddedCapabilities;
  readonly #options: EmbeddedTargetOptions;
  readonly #records: RecordFile;
  #gate: Promise<GateClient> | undefined;

  constructor(options: EmbeddedTargetOptions) {
    this.#options = options;
    this.#records = new RecordFile(gatePaths(options.home, options.environment, options.service).record);
  }

  /** Straight from the file: it can be read even when the gate cannot start. */
  async read(): Promise<StoredRecord | undefined> {
    return this.#records.read();
  }

  async write(record: DeliveryRecord, expected: Revision | undefined): Promise<Revision> {
    return this.#withGate((gate) => gate.writeRecord(record, expected), "once");
  }

  /** Where nothing was ever done nothing runs, and looking is no reason to start a gate. */
  async observe(): Promise<Observation> {
    const { home, environment, service } = this.#options;
    if (!existsSync(gatePaths(home, environment, service).directory)) return { arms: {}, candidatePercent: 0 };
    return this.#withGate((gate) => gate.observe(), "again");
  }

  async apply(effect: Effect, fence: Fence): Promise<void> {
    const { home, image, registry, settings, objectives } = this.#options;
    if (effect.kind === "prepare") await ensureUnpacked(home, image, effect.release.digest, registry);
    const { instances, env, healthPath, drainMs, port } = settings;
    const limitsMs = objectives.flatMap((objective) => (objective.kind === "latency" ? [objective.underMs] : []));
    const arm = { instances, env, healthPath, drainMs, bucketsMs: [...bucketsFor(limitsMs)] };
    await this.#withGate((gate) => gate.apply({ effect, fence, arm, port }), "again");
  }

  /** The arms' counters in the Prometheus text format. */
  async metricsPage(): Promise<string> {
    return this.#withGate((gate) => gate.metricsPage(), "again");
  }

  /**
   * Stops the service in this environment; the record stays. Returns when all its processes have ended, also those that a
   * gate which died has left behind.
   */
  async shutDown(): Promise<void> {
    const { home, environment, service } = this.#options;
    if (!existsSync(gatePaths(home, environment, service).gate)) return;
    await this.#withGate((gate) => gate.shutDown(), "again");
    this.#gate = undefined;
  }

  /** @param tries `again`: once more with a new gate when this one died; only for what may be done twice */
  async #withGate<Result>(act: (gate: GateClient) => Promise<Result>, tries: "once" | "again"): Promise<Result> {
    try {
      return await act(await this.#connect());
    } catch (error) {
      if (!(error instanceof GateGoneError)) throw error;
      this.#gate = undefined;
      if (tries === "once") throw error;
      return await act(await this.#connect());
    }
  }

  #connect(): Promise<GateClient> {
    const { home, environment, service, settings, gateEntry } = this.#options;
    this.#gate ??= launchGate({ home, environment, service, port: settings.port }, gateEntry ?? findGateEntry()).catch(
      (error: unknown) => {
        this.#gate = undefined;
        throw error;
      },
    );
    return this.#gate;
  }
}
