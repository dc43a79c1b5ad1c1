import type { Release } from "../../src/release/release.ts";
import { releaseSchema } from "../../src/release/release.ts";
import type { Assess } from "../../src/rollout/assess.ts";
import type { Notice } from "../../src/rollout/notice.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Channel, Log, Metrics } from "../../src/rollout/ports.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import type { EnginePorts, RolloutRequest } from "../../src/rollout/request.ts";
import type { RolloutLimits, Strategy } from "../../src/rollout/strategy.ts";
import type { Verdict } from "../../src/slo/verdict.ts";
import { FakeClock } from "./fake-clock.ts";
import { InMemoryMetrics } from "./in-memory-metrics.ts";
import { InMemoryTarget } from "./in-memory-target.ts";

/** A release whose digest and commit are made of one hex digit. */
export function release(version: string, digit: string): Release {
  return releaseSchema.parse({ version, digest: `sha256:${digit.repeat(64)}`, commit: digit.repeat(40) });
}

export const v1 = release("1.0.0", "1");
export const v2 = release("1.1.0", "2");
export const v3 = release("1.2.0", "3");

export const limits: RolloutLimits = { readyTimeoutMs: 10_000, maxHoldMs: 20_000, leaseMs: 9_000, pollMs: 1_000 };
export const canary: Extract<Strategy, { kind: "canary" }> = {
  kind: "canary",
  stepPercents: [5, 20, 50],
  settleMs: 1_000,
  observeMs: 4_000,
  maxObserveMs: 12_000,
  bakeMs: 5_000,
};

export function liveRecord(live: Release, previous: Release[] = []): DeliveryRecord {
  const where = { service: "info", environment: "production" };
  const lists = { quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  return { formatVersion: 2, ...where, epoch: 3, live, previous, ...lists };
}

const nothing = { summary: "", indicators: [] };

export const verdicts = {
  continue: { kind: "continue", evidence: { ...nothing, summary: "too early" } },
  pass: { kind: "pass", evidence: { ...nothing, summary: "no worse than stable" } },
  fail: { kind: "fail", evidence: { ...nothing, summary: "errors 5 % against 0 %" } },
  "no-traffic": { kind: "inconclusive", reason: "no-traffic", evidence: { ...nothing, summary: "no requests" } },
  "low-power": { kind: "inconclusive", reason: "low-power", evidence: { ...nothing, summary: "too few requests" } },
  conflicting: { kind: "inconclusive", reason: "conflicting", evidence: { ...nothing, summary: "cannot tell" } },
  "shared-cause": { kind: "inconclusive", reason: "shared-cause", evidence: { ...nothing, summary: "both fail" } },
  routing: { kind: "inconclusive", reason: "routing", evidence: { ...nothing, summary: "12 % instead of 5 %" } },
  "provider-error": { kind: "provider-error", message: "refused", evidence: { ...nothing, summary: "no metrics" } },
  skipped: { kind: "skipped", evidence: { ...nothing, summary: "dry run" } },
} satisfies Record<string, Verdict>;
export type VerdictName = keyof typeof verdicts;

/** A judge that says what a script tells it to. */
export function scripted(say: (percent: number, phase: string) => VerdictName): Assess {
  return async (rollout, observation) => ({ verdict: verdicts[say(observation.candidatePercent, rollout.phase)] });
}

/** A channel that remembers; `answer` may throw for the delivery. */
export class RecordingChannel implements Channel {
  readonly name: string;
  readonly wantsProgress: boolean;
  readonly got: { readonly notice: Notice; readonly key: string; readonly messageId: string | undefined }[] = [];
  answer: (notice: Notice) => void = () => {};

  constructor(name = "team", wantsProgress = true) {
    this.name = name;
    this.wantsProgress = wantsProgress;
  }

  async deliver(notice: Notice, key: string, messageId: string | undefined): Promise<string> {
    this.answer(notice);
    this.got.push({ notice, key, messageId });
    return messageId ?? `message ${notice.rolloutId}`;
  }

  kinds(): string[] {
    return this.got.map(({ notice }) => notice.kind);
  }
}

export class LineLog implements Log {
  readonly lines: string[] = [];
  info(message: string): void {
    this.lines.push(message);
  }
  warning(message: string): void {
    this.lines.push(`! ${message}`);
  }
}

/** Metrics that nobody should have asked. */
const noMetrics: Metrics = {
  read: () => Promise.reject(new Error("nobody may ask the metrics here")),
};

export interface Bench {
  readonly clock: FakeClock;
  readonly target: InMemoryTarget;
  readonly channel: RecordingChannel;
  readonly log: LineLog;
  readonly ports: EnginePorts;
  request(changes?: Partial<RolloutRequest>): RolloutRequest;
}

/** Everything an engine needs, in memory; `live` serves already. */
export async function bench(
  options: { live?: Release; metrics?: Metrics; enforcesLease?: boolean } = {},
): Promise<Bench> {
  const clock = new FakeClock();
  const target = new InMemoryTarget(clock, { enforcesLease: options.enforcesLease ?? true });
  if (options.live !== undefined) await target.seed(liveRecord(options.live));
  const channel = new RecordingChannel();
  const log = new LineLog();
  let id = 0;
  const newId = () => `rollout-${++id}`;
  return {
    clock,
    target,
    channel,
    log,
    ports: { target, metrics: options.metrics ?? noMetrics, channels: [channel], clock, log, newId },
    request: (changes) => ({
      service: "info",
      environment: "production",
      candidate: v2,
      plan: planOf(canary, limits, true),
      objectives: [{ kind: "availability", target: 0.999 }],
      judge: { alpha: 0.05, riskRatio: 1.5, minRequests: 50, detectRatio: 50 },
      reason: "a new feature",
      actor: "ada",
      holder: "run 1",
      isAncestor: async () => false,
      ...changes,
    }),
  };
}

/** A bench whose judge is the real one, on traffic that the target in memory would have served. */
export async function trafficBench(live: Release | undefined): Promise<Bench & { readonly metrics: InMemoryMetrics }> {
  const made = await bench(live === undefined ? {} : { live });
  const metrics = new InMemoryMetrics(made.clock);
  metrics.target = made.target;
  const objectives = [
    { kind: "availability", target: 0.999 },
    { kind: "latency", target: 0.95, underMs: 50 },
  ] as const;
  const request: Bench["request"] = (changes) => made.request({ objectives, ...changes });
  return { ...made, metrics, request, ports: { ...made.ports, metrics } };
}
