import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PrometheusMetrics } from "../../src/metrics/prometheus-metrics.ts";
import { TargetMetrics } from "../../src/metrics/target-metrics.ts";
import type { Release } from "../../src/release/release.ts";
import { noGovernance } from "../../src/rollout/governance/policy.ts";
import { runRollout } from "../../src/rollout/index.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Metrics } from "../../src/rollout/ports.ts";
import { increment } from "../../src/slo/counter.ts";
import type { EmbeddedTarget } from "../../src/targets/embedded/embedded-target.ts";
import { describeMetrics, type Fault } from "../contracts/metrics-contract.ts";
import { CountedArms } from "../metrics/counted-arms.ts";
import { type FaultyServer, startFaultyServer } from "../metrics/faulty-server.ts";
import { apply, EmbeddedBench, prepare, serve, systemClock } from "../targets/embedded/bench.ts";
import {
  type CollectedSeries,
  type RealPrometheus,
  scrapeMs,
  startPrometheus,
  whyNoPrometheus,
} from "./prometheus-server.ts";

const missing = whyNoPrometheus();
// The reporter names no test of a file that is skipped as a whole.
if (missing !== undefined) console.warn(`The tests with a real Prometheus are skipped: ${missing}`);

describe.skipIf(missing !== undefined)("a real Prometheus", () => {
  describeAdapter();
  describeServed();
  describeEmbedded();
});

const faults = {
  refuses: /cannot be reached/,
  hangs: /did not answer within 2 s/,
  "hangs half-way": /did not answer within 2 s/,
  "asks for patience": /answered 429 and is left alone for 1 s/,
  fails: /answered status 502/,
  "answers half": /stopped in the middle of its answer/,
  "answers too much": /answers with more than 262144 bytes/,
  "answers garbage": /nothing that the Prometheus API answers/,
  "answers old numbers": /has no number of the last 30.5 s/,
} as const;

/** Prometheus collects a page of ours, and a proxy of ours is between it and the adapter. */
function describeAdapter(): void {
  let arms = new CountedArms();
  let rounds = 0;
  let page: FaultyServer;
  let prometheus: RealPrometheus;
  // One server for all, because it takes five seconds to look at its targets; each test has series of its own.
  beforeAll(async () => {
    page = await startFaultyServer(() => arms.page());
    prometheus = await startPrometheus([new URL(page.url).host]);
  });
  afterAll(async () => {
    await prometheus?.close();
    await page.close();
  });

  describeMetrics("the adapter", Object.keys(faults) as Fault[], async () => {
    rounds += 1;
    const select = { job: "gate", round: String(rounds) };
    arms = new CountedArms({ round: select.round });
    const proxy = await startFaultyServer(async ({ url = "" }, fault) => {
      const asked = new URL(url, prometheus.url);
      const hourAgo = String(Number(asked.searchParams.get("time")) - 3_600);
      if (fault === "answers old numbers") asked.searchParams.set("time", hourAgo);
      return (await fetch(asked)).text();
    });
    const objectives = [{ kind: "availability", target: 0.999 }] as const;
    const patience = { timeoutMs: 2_000, maxBytes: 256 * 1024 };
    return {
      metrics: new PrometheusMetrics({ url: proxy.url, objectives, clock: systemClock, select, scrapeMs, ...patience }),
      serve: async (more) => {
        arms.serve(more);
        const sinceMs = Date.now();
        await prometheus.collected((series) =>
          arms.series().every(({ labels, value }) => {
            const { round, code, instance } = labels;
            const isIt = ({ labels: own }: CollectedSeries) =>
              own.round === round && own.code === code && own.exported_instance === instance;
            return series.some((one) => isIt(one) && one.atMs > sinceMs && one.value === value);
          }),
        );
      },
      restart: async (arm) => arms.restart(arm),
      faults,
      break: async (fault) => {
        // The time for which it asked to be left alone passes.
        if (proxy.fault === "asks for patience") await systemClock.until(Date.now() + 1_000);
        proxy.fault = fault;
      },
      close: () => proxy.close(),
    };
  });
}

const tenth = (value: number) => [0.9 * value, 1.1 * value] as const;

/** Whole counts of weeks, in seconds: what the server makes of them is its own. */
function describeServed(): void {
  const windowMs = 6_000;

  describe("that is asked what a service served in a window", () => {
    let arms: CountedArms;
    let page: FaultyServer;
    let prometheus: RealPrometheus;
    const objectives = [{ kind: "availability", target: 0.99 }] as const;
    beforeEach(async () => {
      arms = new CountedArms({ service: "info" });
      page = await startFaultyServer(() => arms.page());
      prometheus = await startPrometheus([new URL(page.url).host]);
    });
    afterEach(async () => {
      await prometheus?.close();
      await page.close();
    });
    const metricsOf = (service: string) =>
      new PrometheusMetrics({ url: prometheus.url, objectives, clock: systemClock, select: { service }, scrapeMs });
    const serve = async (more: Parameters<CountedArms["serve"]>[0]) => {
      arms.serve(more);
      const sinceMs = Date.now();
      const isNew = ({ atMs }: CollectedSeries) => atMs > sinceMs + scrapeMs;
      await prometheus.collected((series) => series.some(isNew));
    };
    const between = (value: number | undefined, [least, most]: readonly [number, number]) => {
      expect(value).toBeGreaterThanOrEqual(least);
      expect(value).toBeLessThanOrEqual(most);
    };

    it("counts both releases, across a counter that begins again and errors of a series that is new", async () => {
      await serve({ stable: { requests: 5_000, errors: 100 } });
      // What lies before the window is not in it, and the window's beginning is known.
      await systemClock.until(Date.now() + windowMs);
      await serve({ stable: { requests: 1_000, errors: 40 }, candidate: { requests: 400, errors: 20 } });
      arms.reset("stable");
      await serve({ stable: { requests: 600, errors: 20 } });
      await systemClock.until(Date.now() + scrapeMs);
      const { errors } = await metricsOf("info").servedIn(windowMs);
      between(errors?.requests, tenth(2_000));
      between(errors?.failures, tenth(80));
    }, 60_000);

    it("says that it cannot tell, where nothing is counted, instead of zeros", async () => {
      await serve({ stable: { requests: 10, errors: 0 } });
      await serve({ stable: { requests: 10, errors: 0 } });
      await expect(metricsOf("another").servedIn(windowMs)).rejects.toThrow(
        /Nobody can tell how much tidegate_requests_total has grown: there is none/,
      );
      await expect(metricsOf("info").servedIn(windowMs)).resolves.toHaveProperty("errors.failures", 0);
      await prometheus.close();
      await expect(metricsOf("info").servedIn(windowMs)).rejects.toThrow(/cannot be reached/);
    }, 60_000);
  });
}

function describeEmbedded(): void {
  describe("that collects from the embedded target", () => {
    let bench: EmbeddedBench;
    let target: EmbeddedTarget;
    let prometheus: RealPrometheus;
    let url: string;
    let metrics: Metrics;

    beforeEach(async () => {
      bench = await EmbeddedBench.open();
      target = bench.target();
      url = await serve(target, await bench.build("1.0.0"));
      prometheus = await startPrometheus([new URL(bench.gate().adminUrl).host]);
      const { objectives } = bench.options();
      metrics = new PrometheusMetrics({ url: prometheus.url, objectives, clock: systemClock, select: {}, scrapeMs });
    });
    afterEach(async () => {
      await prometheus?.close();
      await bench.close();
    });

    const collected = () => {
      const sinceMs = Date.now();
      return prometheus.collected((series) => series.length > 0 && series.every(({ atMs }) => atMs > sinceMs));
    };

    const send = async (path: string, count: number) => {
      for (let sent = 0; sent < count; sent += 1) await (await fetch(`${url}${path}`)).arrayBuffer();
    };

    it("counts every request, error and slow request as the target itself does", async () => {
      const own = new TargetMetrics(target, bench.options().objectives, systemClock);
      await prepare(target, await bench.build("1.1.0", "bad"));
      await apply(target, { kind: "set-weight", candidatePercent: 50 });
      await send("/", 10);
      await collected();
      const indicators = ["errors", "slow-50ms"];
      const before = increment(undefined, await metrics.read(), indicators);
      const ownBefore = increment(undefined, await own.read(), indicators);
      await send("/", 120);
      await send("/as-mode/fail", 80);
      await collected();
      if (before.kind !== "first" || ownBefore.kind !== "first") throw new TypeError("the first look sets the mark");
      const seen = increment(before.mark, await metrics.read(), indicators);
      const truth = increment(ownBefore.mark, await own.read(), indicators);
      if (seen.kind !== "tick" || truth.kind !== "tick") throw new TypeError("there is nothing to compare");
      expect(seen.ticks).toEqual(truth.ticks);
      const { stable, candidate } = seen.ticks.errors ?? {};
      expect((stable?.requests ?? 0) + (candidate?.requests ?? 0)).toBe(200);
      expect(candidate?.failures).toBeGreaterThan(10);
      expect(stable?.failures).toBe(0);
    });

    const startUsers = (path: string) => {
      let isOn = true;
      const users = Array.from({ length: 4 }, async () => {
        while (isOn) await send(path, 1);
      });
      return async () => {
        isOn = false;
        await Promise.all(users);
      };
    };

    const rollOut = (candidate: Release) => {
      const { objectives } = bench.options();
      const timing = { settleMs: 2 * scrapeMs, observeMs: 1_500, maxObserveMs: 20_000, bakeMs: 300 };
      const limits = { readyTimeoutMs: 10_000, maxHoldMs: 10_000, leaseMs: 10_000, pollMs: 300 };
      return runRollout(
        {
          service: "info",
          environment: "production",
          candidate,
          plan: planOf({ kind: "canary", stepPercents: [50], ...timing }, limits, true),
          objectives: objectives.slice(0, 1),
          judge: { alpha: 0.05, riskRatio: 1.5, minRequests: 50, detectRatio: 100 },
          governance: noGovernance,
          reason: "test",
          actor: "ada",
          holder: "test",
          isAncestor: async () => false,
        },
        {
          target,
          metrics,
          channels: [],
          clock: systemClock,
          log: { info: () => undefined, warning: () => undefined },
          newId: () => "r7",
        },
      );
    };

    it.each([
      ["succeeded", "good", undefined],
      ["rolled-back", "bad", "verdict"],
    ] as const)("is enough for the judge: %s, with a %s release", async (ending, mode, failure) => {
      const candidate = await bench.build("1.1.0", mode);
      const stop = startUsers("/as-mode/fail");
      const { kind, message, rollout } = await rollOut(candidate).finally(stop);
      expect([kind, message, rollout?.failure?.kind]).toEqual([ending, expect.any(String), failure]);
    });
  });
}
