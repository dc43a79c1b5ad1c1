import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { Clock, Metrics } from "../../src/rollout/ports.ts";
import type { Arm, ArmSample, MetricsSample } from "../../src/slo/counts.ts";
import type { InMemoryTarget } from "./in-memory-target.ts";

/** How a release answers: shares of its requests, 0..1. */
export interface Behaviour {
  readonly errorRatio: number;
  readonly slowRatio: number;
}

/**
 * Counters of traffic that an in-memory target would have served: evenly spread, exact shares, no chance in it. Time
 * that has passed is turned into requests whenever it is asked.
 */
export class InMemoryMetrics implements Metrics {
  readonly #clock: Clock;
  #atMs: number;
  readonly #served: Record<Arm, { requests: number; errors: number; slow: number; digest: string }> = {
    stable: { requests: 0, errors: 0, slow: 0, digest: "" },
    candidate: { requests: 0, errors: 0, slow: 0, digest: "" },
  };
  /** What the arms answered to the target's own requests, and the candidate to copies. */
  readonly #probed = { stable: nothing(), candidate: nothing() };
  #mirrored = nothing();
  target: InMemoryTarget | undefined;
  requestsPerSecond = 200;
  /** Key: version. What is not listed answers everything well. */
  behaviours: Record<string, Behaviour> = {};
  /** Throws when the provider is to fail. */
  provider: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#atMs = clock.nowMs();
  }

  async read(): Promise<MetricsSample> {
    this.#serve();
    this.provider();
    const { stable, candidate } = this.target?.arms ?? {};
    return {
      atMs: this.#atMs,
      arms: {
        ...(stable === undefined ? {} : { stable: this.#sample("stable") }),
        ...(candidate === undefined ? {} : { candidate: this.#sample("candidate") }),
      },
      ...this.#besides(),
    };
  }

  /** As a gate counts them: what nobody sent is absent. */
  #besides(): Pick<MetricsSample, "probes" | "mirrored"> {
    const probed = (["stable", "candidate"] as const).filter((arm) => this.#probed[arm].requests > 0);
    const probes = Object.fromEntries(probed.map((arm) => [arm, toSample(this.#probed[arm], "probes")]));
    return {
      ...(probed.length === 0 ? {} : { probes }),
      ...(this.#mirrored.requests === 0 ? {} : { mirrored: toSample(this.#mirrored, "copies") }),
    };
  }

  #serve(): void {
    const seconds = (this.#clock.nowMs() - this.#atMs) / 1000;
    this.#atMs = this.#clock.nowMs();
    const percent = this.target?.candidatePercent ?? 0;
    for (const arm of ["stable", "candidate"] as const)
      this.#serveArm(arm, seconds, arm === "stable" ? 100 - percent : percent);
    const { mirrorPercent = 0, probes } = this.target?.rules ?? {};
    const copies = (seconds * this.requestsPerSecond * (100 - percent) * mirrorPercent) / 10_000;
    this.#mirrored = this.#answered(this.#mirrored, "candidate", copies);
    for (const arm of probes?.arms ?? [])
      this.#probed[arm] = this.#answered(this.#probed[arm], arm, seconds * (probes?.requestsPerSecond ?? 0));
  }

  #answered(before: Answered, arm: Arm, requests: number): Answered {
    const { errorRatio, slowRatio } = this.behaviours[this.target?.arms[arm]?.release.version ?? ""] ?? good;
    return {
      requests: before.requests + requests,
      errors: before.errors + requests * errorRatio,
      slow: before.slow + requests * slowRatio,
    };
  }

  #serveArm(arm: Arm, seconds: number, percent: number): void {
    const served = this.#served[arm];
    const running = this.target?.arms[arm]?.release;
    const digest = running?.digest ?? "";
    if (digest !== served.digest) Object.assign(served, { requests: 0, errors: 0, slow: 0, digest });
    if (running === undefined) return;
    const { errorRatio, slowRatio } = this.behaviours[running.version] ?? good;
    const requests = (seconds * this.requestsPerSecond * percent) / 100;
    served.requests += requests;
    served.errors += requests * errorRatio;
    served.slow += requests * slowRatio;
  }

  #sample(arm: Arm): ArmSample {
    return toSample(this.#served[arm], this.#served[arm].digest);
  }
}

interface Answered {
  readonly requests: number;
  readonly errors: number;
  readonly slow: number;
}

const good: Behaviour = { errorRatio: 0, slowRatio: 0 };

function nothing(): Answered {
  return { requests: 0, errors: 0, slow: 0 };
}

function toSample({ requests, errors, slow }: Answered, instance: string): ArmSample {
  const bad = { errors: Math.floor(errors), "slow-50ms": Math.floor(slow) };
  return { requests: Math.floor(requests), bad, instance };
}

/** A provider that answers nothing usable. */
export function outage(): never {
  throw new UnavailableError("connection refused");
}
