import type { IncomingMessage } from "node:http";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { Release } from "../../release/release.ts";
import type { Observation } from "../../rollout/ports.ts";
import { areSameRules, type TrafficRules } from "../../rollout/traffic-rules.ts";
import type { ArmRun } from "./arm-run.ts";
import type { ArmSettings } from "./arm-settings.ts";
import { Mirror, type Mirroring } from "./mirror.ts";
import { Prober } from "./prober.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import type { ArmSeries } from "./prometheus-page.ts";
import { chooseRoute, type Route } from "./router.ts";
import { TrafficSplit } from "./traffic-split.ts";

export interface GateArmsOptions {
  start(release: Release, settings: ArmSettings): ArmRun;
  readonly log: (message: string) => void;
  /** Numbers in 0 ≤ x < 1. */
  readonly random: () => number;
}

/**
 * The arms of one service and who gets which requests. Every method changes the routing in one step, without waiting:
 * between two requests there is never half a change. Arms that lost their role drain and stop in the background.
 */
export class GateArms {
  readonly #options: GateArmsOptions;
  readonly #split: TrafficSplit;
  /** Chooses which of stable's requests are copied. */
  readonly #copies: TrafficSplit;
  readonly #mirror = new Mirror();
  readonly #prober = new Prober((arm) => (arm === "stable" ? this.#stable : this.#candidate));
  readonly #leaving = new Set<ArmRun>();
  #stable: ArmRun | undefined;
  #candidate: ArmRun | undefined;
  /** What shall become stable as soon as it is ready. */
  #incoming: ArmRun | undefined;
  /** The last candidate's counters: what it served can still be read after it has gone. */
  #last: ArmSeries | undefined;
  #rules: TrafficRules = {};

  constructor(options: GateArmsOptions) {
    this.#options = options;
    this.#split = new TrafficSplit(options.random);
    this.#copies = new TrafficSplit(options.random);
  }

  /** All releases that run here, also those that are leaving. */
  get runs(): readonly ArmRun[] {
    const runs = [this.#stable, this.#candidate, this.#incoming, ...this.#leaving];
    return runs.filter((run) => run !== undefined);
  }

  get processes(): readonly ProcessIdentity[] {
    return this.runs.flatMap((run) => run.processes);
  }

  get stableRelease(): Release | undefined {
    return this.#stable?.release;
  }

  get candidatePercent(): number {
    return this.#split.candidatePercent;
  }

  /** Where a request goes, and what copies it; no route when nothing is deployed. */
  route(request: IncomingMessage): { readonly route: Route | undefined; readonly mirroring: Mirroring | undefined } {
    const candidate = this.#candidate;
    const routing = { split: this.#split, rules: this.#rules, salt: candidate?.release.digest ?? "" };
    const route = chooseRoute({ stable: this.#stable, candidate }, request.headers, routing);
    const isCopied = route?.arm === "stable" && candidate !== undefined && this.#copies.choose() === "candidate";
    return { route, mirroring: isCopied ? this.#mirror.copy(request, candidate) : undefined };
  }

  observe(): Omit<Observation, "url"> {
    const stable = this.#stable ?? this.#incoming;
    return {
      arms: {
        ...(stable === undefined ? {} : { stable: stable.observe() }),
        ...(this.#candidate === undefined ? {} : { candidate: this.#candidate.observe() }),
      },
      candidatePercent: this.candidatePercent,
      ...(areSameRules(this.#rules, {}) ? {} : { rules: this.#rules }),
    };
  }

  series(): readonly ArmSeries[] {
    const candidate = this.#candidate === undefined ? this.#last : toSeries("candidate", this.#candidate);
    return [
      ...(this.#stable === undefined ? [] : [toSeries("stable", this.#stable)]),
      ...(candidate ? [candidate] : []),
    ];
  }

  prepare(release: Release, settings: ArmSettings): void {
    if (this.#candidate?.release.digest === release.digest) return;
    const candidate = this.#options.start(release, settings);
    this.#dropCandidate();
    this.#dropIncoming();
    this.#candidate = candidate;
    // The judge compares arms by the same limits; an arm that counted by others begins again.
    if (this.#stable !== undefined && String(this.#stable.counters.bucketsMs) !== String(settings.bucketsMs)) {
      this.#stable.restartCounters(settings.bucketsMs);
    }
  }

  /** Resolves when all of its processes have ended. */
  async stopStable(): Promise<void> {
    if (this.#stable !== undefined) await this.#stable.stop();
  }

  /** @throws TidegateError `not-ready` when requests would go to an arm that cannot serve them */
  setWeight(candidatePercent: number, rules: TrafficRules = {}): void {
    const isUsed = candidatePercent > 0 || !areSameRules(rules, {});
    if (isUsed && !this.#candidate?.ready) throw this.#notReady(candidatePercent);
    if (candidatePercent < 100 && candidatePercent > 0 && this.#stable?.stopped) {
      throw new TidegateError(
        "not-ready",
        `Stable is stopped; it cannot take ${100 - candidatePercent} % of requests.`,
      );
    }
    this.#follow(candidatePercent, rules);
  }

  /** @throws TidegateError `not-ready` when the candidate does not serve everything yet */
  promote(): void {
    const candidate = this.#candidate;
    if (candidate === undefined && this.#stable !== undefined) return;
    if (!candidate?.ready) throw this.#notReady(100);
    if (this.candidatePercent < 100) {
      const message = `Only ${this.candidatePercent} % of requests go to ${candidate.release.version}; it becomes stable once all do.`;
      throw new TidegateError("not-ready", message);
    }
    const old = this.#stable;
    this.#last = toSeries("candidate", candidate);
    candidate.restartCounters(candidate.settings.bucketsMs);
    this.#stable = candidate;
    this.#candidate = undefined;
    this.#follow(0, {});
    this.#leave(old);
    this.#dropIncoming();
  }

  /**
   * Takes a step towards "everything on this release and no candidate"; call it again until it says that it is so. The
   * requests stay where they are until the release can take them.
   *
   * @param settings how the release ran; only needed when it must be started
   * @returns whether all requests are on it
   * @throws TidegateError `not-found` when it cannot be started
   */
  restore(stable: Release | undefined, settings: ArmSettings | undefined): boolean {
    if (stable === undefined) {
      this.#leave(this.#stable);
      this.#stable = undefined;
    } else if (this.#stable?.release.digest !== stable.digest || this.#stable.stopped) {
      if (!this.#bringIn(stable, settings)) return false;
    }
    this.#dropCandidate();
    this.#dropIncoming();
    return true;
  }

  /** Why `restore` is not done yet. */
  get incomingReason(): string | undefined {
    return this.#incoming?.observe().notReadyReason;
  }

  async stopAll(): Promise<void> {
    this.#prober.set(undefined);
    for (const run of [this.#stable, this.#candidate, this.#incoming]) this.#leave(run);
    this.#stable = undefined;
    this.#candidate = undefined;
    this.#incoming = undefined;
    await Promise.all([...this.#leaving].map((run) => run.stop()));
  }

  /** With nothing that serves meanwhile there is nothing to wait for. */
  #bringIn(stable: Release, settings: ArmSettings | undefined): boolean {
    if (this.#incoming?.release.digest !== stable.digest) {
      if (settings === undefined) {
        throw new TidegateError("not-found", `Nobody knows how ${stable.version} ran here; promote it again.`);
      }
      const incoming = this.#options.start(stable, settings);
      this.#leave(this.#incoming);
      this.#incoming = incoming;
    }
    const serving = this.candidatePercent > 0 ? this.#candidate : this.#stable;
    if (!this.#incoming.ready && serving?.ready) return false;
    this.#leave(this.#stable);
    this.#stable = this.#incoming;
    this.#incoming = undefined;
    return true;
  }

  #follow(candidatePercent: number, rules: TrafficRules): void {
    this.#split.set(candidatePercent);
    this.#copies.set(rules.mirrorPercent ?? 0);
    this.#rules = rules;
    this.#prober.set(rules.probes);
  }

  #dropCandidate(): void {
    if (this.#candidate !== undefined) this.#last = toSeries("candidate", this.#candidate);
    this.#follow(0, {});
    this.#leave(this.#candidate);
    this.#candidate = undefined;
  }

  #dropIncoming(): void {
    this.#leave(this.#incoming);
    this.#incoming = undefined;
  }

  #leave(run: ArmRun | undefined): void {
    if (run === undefined) return;
    this.#leaving.add(run);
    run.stop().then(
      () => this.#leaving.delete(run),
      (error: unknown) => this.#options.log(`stopping ${run.release.version} failed: ${error}`),
    );
  }

  #notReady(candidatePercent: number): TidegateError {
    const reason = this.#candidate?.observe().notReadyReason ?? "was not prepared";
    const who = this.#candidate?.release.version ?? "The candidate";
    return new TidegateError("not-ready", `${who} ${reason}. ${candidatePercent} % of requests were not routed to it.`);
  }
}

function toSeries(arm: ArmSeries["arm"], run: ArmRun): ArmSeries {
  const { counters, mirrored, probed } = run;
  return { arm, version: run.release.version, counters, mirrored, probed };
}
