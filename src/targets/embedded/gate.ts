import { setTimeout as delay } from "node:timers/promises";
import { assertNever } from "../../errors/assert-never.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import { FencedError, TidegateError } from "../../errors/tidegate-error.ts";
import type { Digest, Release } from "../../release/release.ts";
import type { Effect, Fence, Observation, Revision } from "../../rollout/ports.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import type { ArmSettings } from "./arm-settings.ts";
import { checkIsWanted } from "./check-is-wanted.ts";
import { DeadMansSwitch } from "./dead-mans-switch.ts";
import { gatePaths } from "./embedded-paths.ts";
import { forward, refuse } from "./forward.ts";
import { GateArms } from "./gate-arms.ts";
import { type EffectRequest, toEffect } from "./gate-protocol.ts";
import { type GateState, readGateState, writeGateState } from "./gate-state.ts";
import { isRunning, signalGroup } from "./process-identity.ts";
import { toPrometheusPage } from "./prometheus-page.ts";
import { PublicListener } from "./public-listener.ts";
import { RecordFile } from "./record-file.ts";
import { releaseToServe } from "./release-to-serve.ts";
import { type GatePlace, startArm } from "./start-arm.ts";
import { tidyUp } from "./tidy-up.ts";

export interface GateOptions extends GatePlace {
  readonly log: (message: string) => void;
  readonly nowMs: () => number;
  readonly random: () => number;
  /** How long `restore` waits for a release that must be started first. */
  readonly restoreTimeoutMs: number;
}

const leaseTickMs = 250;
const readyPollMs = 25;

/**
 * One service in one environment: its arms, its proxy, its record. Lives on when whoever started it is gone, and takes
 * the traffic back by itself when the lease in the record expires.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #arms: GateArms;
  readonly #records: RecordFile;
  readonly #lease: DeadMansSwitch;
  readonly #listener: PublicListener;
  readonly #statePath: string;
  readonly #settings: Map<string, ArmSettings>;
  readonly #before: GateState;
  #timer: NodeJS.Timeout | undefined;
  #lastProblem = "";

  constructor(options: GateOptions) {
    const paths = gatePaths(options.home, options.environment, options.service);
    this.#options = options;
    this.#records = new RecordFile(paths.record);
    this.#statePath = paths.state;
    this.#before = readGateState(paths.state);
    this.#settings = new Map(Object.entries(this.#before.settings));
    this.#arms = new GateArms({
      start: (release, settings) => startArm(options, release, settings, () => this.#save()),
      log: options.log,
      random: options.random,
    });
    this.#lease = new DeadMansSwitch({
      records: this.#records,
      nowMs: options.nowMs,
      takeBack: (stable) => this.#arms.restore(stable, this.#settingsOf(stable?.digest)),
      say: (message) => this.#say(message),
    });
    this.#listener = new PublicListener({
      service: options.service,
      environment: options.environment,
      onRequest: (request, response) => {
        const startedMs = performance.now();
        const { route, mirroring } = this.#arms.route(request);
        if (route !== undefined) forward(request, response, { route, startedMs, mirroring });
        else refuse(response, 503, `Nothing is deployed of ${options.service} in ${options.environment}.`);
      },
    });
  }

  get publicUrl(): string {
    return this.#listener.url;
  }

  get port(): number {
    return this.#listener.port;
  }

  /**
   * Listens, ends what a gate before this one left behind, and starts the release that the record calls stable. A
   * candidate is not started again: whoever rolls it out sees that it is gone and goes back.
   *
   * @throws TidegateError `not-ready` when the port is in use
   */
  async start(port: number): Promise<void> {
    await this.#listen(port);
    for (const identity of this.#before.processes) if (isRunning(identity)) signalGroup(identity.pid, "SIGKILL");
    this.#startStable();
    this.#save();
    this.#timer = setInterval(() => this.#enforceLease(), leaseTickMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#listener.close();
    await this.#arms.stopAll();
    this.#save();
  }

  observe(): Observation {
    return { ...this.#arms.observe(), url: this.publicUrl };
  }

  metricsPage(): string {
    return toPrometheusPage(this.#arms.series(), this.#arms.candidatePercent);
  }

  /** @throws ConflictError, FencedError, TidegateError `corrupt-record` or `invalid-input` */
  writeRecord(record: DeliveryRecord, expected: Revision | undefined): Revision {
    const { service, environment } = this.#options;
    if (record.service !== service || record.environment !== environment) {
      throw new TidegateError(
        "invalid-input",
        `A record of ${record.service} in ${record.environment} cannot be kept by ${service} in ${environment}.`,
      );
    }
    this.#enforceLease();
    const revision = this.#records.write(record, expected);
    this.#lease.note(record, revision);
    return revision;
  }

  /**
   * @throws FencedError when the record has a higher epoch
   * @throws TidegateError `not-ready`, `not-found`, `corrupt-record`
   */
  async apply(request: EffectRequest): Promise<void> {
    this.#enforceLease();
    const effect = toEffect(request.effect);
    this.#checkFence(request.fence, effect);
    switch (effect.kind) {
      case "prepare":
        await this.#listener.listen(request.port);
        this.#checkFence(request.fence, effect);
        this.#settings.set(effect.release.digest, request.arm);
        this.#arms.prepare(effect.release, request.arm);
        break;
      case "stop-stable":
        await this.#arms.stopStable();
        break;
      case "set-weight":
        this.#arms.setWeight(effect.candidatePercent, effect.rules);
        break;
      case "promote":
        this.#arms.promote();
        this.#tidyUp();
        break;
      case "restore":
        await this.#restore(effect.stable, request);
        this.#tidyUp();
        break;
      default:
        assertNever(effect);
    }
    this.#options.log(`${request.fence.key}: ${effect.kind} done, ${this.#arms.candidatePercent} % on the candidate`);
    this.#save();
  }

  async #listen(port: number): Promise<void> {
    if (port !== 0 || this.#before.port === 0) return this.#listener.listen(port);
    try {
      await this.#listener.listen(this.#before.port);
    } catch (error) {
      // Nobody asked for this port; it was only the one from before.
      this.#options.log(`${reasonOf(error)} Taking a free one.`);
      await this.#listener.listen(0);
    }
  }

  #startStable(): void {
    const stable = this.#recordedStable();
    if (stable === undefined) return;
    try {
      this.#arms.restore(stable, this.#settingsOf(stable.digest));
    } catch (error) {
      this.#say(`${stable.version} cannot be started again: ${reasonOf(error)}`);
    }
  }

  /** If the record cannot be read, nothing is decided from it: what served before goes on serving. */
  #recordedStable(): Release | undefined {
    try {
      return releaseToServe(this.#records.read()?.record, this.#before.stable);
    } catch (error) {
      this.#say(reasonOf(error));
      return this.#before.stable;
    }
  }

  #checkFence({ epoch, key }: Fence, effect?: Effect): void {
    const record = this.#records.read()?.record;
    const current = record?.epoch ?? 0;
    if (effect !== undefined && epoch === current) checkIsWanted(effect, key, record?.rollout);
    if (epoch >= current) return;
    throw new FencedError(`Epoch ${epoch} may not do ${key}: epoch ${current} owns the target now. Stop; it finishes.`);
  }

  async #restore(stable: Release | undefined, { fence, arm }: EffectRequest): Promise<void> {
    const limitMs = this.#options.nowMs() + this.#options.restoreTimeoutMs;
    while (!this.#arms.restore(stable, this.#settingsOf(stable?.digest) ?? arm)) {
      if (this.#options.nowMs() > limitMs) {
        throw new TidegateError(
          "not-ready",
          `${stable?.version} ${this.#arms.incomingReason}. The traffic stays where it is.`,
        );
      }
      await delay(readyPollMs);
      this.#checkFence(fence);
    }
  }

  /** After everything else: what is no longer needed goes when nobody waits for it. */
  #tidyUp(): void {
    setImmediate(() => {
      const { nowMs, ...place } = this.#options;
      tidyUp({
        ...place,
        runs: this.#arms.runs,
        record: this.#lease.known,
        settings: this.#settings,
        nowMs: nowMs(),
      });
    });
  }

  #settingsOf(digest: Digest | undefined): ArmSettings | undefined {
    return digest === undefined ? undefined : this.#settings.get(digest);
  }

  #enforceLease(): void {
    if (this.#lease.enforce()) this.#save();
  }

  /** Best effort: it saves time and a port after a crash, and a full disk must not keep the traffic from moving. */
  #save(): void {
    const stable = this.#arms.stableRelease;
    const state: GateState = {
      port: this.port,
      ...(stable === undefined ? {} : { stable }),
      processes: [...this.#arms.processes],
      settings: Object.fromEntries(this.#settings),
    };
    try {
      writeGateState(this.#statePath, state);
    } catch (error) {
      this.#say(`the state was not saved: ${reasonOf(error)}`);
    }
  }

  /** Says a lasting problem once. */
  #say(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#options.log(message);
  }
}
