import type { Manifest } from "../../src/manifest/manifest.ts";
import type { MetricsSettings } from "../../src/manifest/metrics-settings.ts";
import type { Strategy } from "../../src/rollout/strategy.ts";
import { quickManifest } from "../actions/rollout-bench.ts";
import type { ProgramName } from "./crash-programs.ts";

/** A way through a rollout, or back. */
export interface Scenario {
  readonly name: string;
  readonly strategy: () => Strategy;
  /** What the candidate's image sets. */
  readonly behaviour?: Readonly<Record<string, string>>;
  /** Users, while it runs; per second. */
  readonly requestsPerSecond?: number;
  /** Nobody answers for the metrics. */
  readonly withoutMetrics?: boolean;
  /** What is killed. @default the rollout */
  readonly dying?: Dying;
}

export interface Dying {
  readonly program: ProgramName;
  readonly inputs: Readonly<Record<string, string>>;
  /** Where the rollout before it ends, so that there is something to reconcile. */
  readonly after?: string;
}

const times = { settleMs: 100, observeMs: 300, maxObserveMs: 15_000, bakeMs: 200 };
const canary: Strategy = { kind: "canary", stepPercents: [50], ...times };
const smoke = { smoke: ["/"], smokePerSecond: 20, settleMs: 100, verifyMs: 300, maxVerifyMs: 10_000 };
const blueGreen = { kind: "blue-green", ...smoke, verifySwitchedMs: 300, bakeMs: 200 } as const;
const audience = { kind: "match" as const, match: [{ kind: "header" as const, name: "x-beta", value: "1" }] };

/** The quickest first: the suite kills at the first moment of each kind. */
export const scenarios: readonly Scenario[] = [
  { name: "rolling", strategy: () => ({ kind: "rolling", batches: 2, settleMs: 100, bakeMs: 200 }) },
  { name: "canary", strategy: () => ({ ...canary, stepPercents: [25, 50] }), requestsPerSecond: 120 },
  { name: "canary, bad", strategy: () => canary, behaviour: { FAIL_EVERY: "2" }, requestsPerSecond: 120 },
  { name: "canary, no metrics", strategy: () => canary, withoutMetrics: true },
  {
    name: "rolling, never ready",
    strategy: () => ({ kind: "rolling", batches: 2, settleMs: 100, bakeMs: 200 }),
    behaviour: { UNHEALTHY: "1" },
  },
  { name: "recreate", strategy: () => ({ kind: "recreate", bakeMs: 200 }) },
  { name: "blue-green", strategy: () => blueGreen },
  {
    name: "A/B test",
    strategy: () => ({
      kind: "ab-test",
      audience,
      end: { kind: "date", atMs: Date.now() + 1_000, outcome: "advance" },
      ...times,
    }),
  },
  {
    name: "shadow, then rolling",
    strategy: () => ({
      kind: "shadow",
      mirrorPercent: 100,
      settleMs: 100,
      observeMs: 300,
      maxObserveMs: 15_000,
      followedBy: { kind: "rolling", batches: 1, settleMs: 100, bakeMs: 200 },
    }),
    requestsPerSecond: 120,
  },
  {
    name: "watchdog, after a rollout that died at 50 %",
    strategy: () => ({ kind: "rolling", batches: 2, settleMs: 1_000, bakeMs: 200 }),
    dying: { program: "reconcile", inputs: { mode: "watch" }, after: "after apply set-weight 50 %" },
  },
  {
    name: "watchdog, after a rollout that died while promoting",
    strategy: () => ({ kind: "recreate", bakeMs: 200 }),
    dying: { program: "reconcile", inputs: { mode: "watch" }, after: "after apply promote" },
  },
  {
    name: "rollback by hand",
    strategy: () => ({ kind: "recreate", bakeMs: 200 }),
    dying: { program: "reconcile", inputs: { mode: "rollback", reason: "a test" } },
  },
];

/** What every lane begins with. */
export const firstDelivery: Scenario = { name: "first", strategy: () => ({ kind: "recreate", bakeMs: 0 }) };

export const leaseMs = 4_000;

/** @param healthy whether its release gets ready at all */
export function manifestOf({ strategy, withoutMetrics, behaviour }: Scenario): Manifest {
  const readyTimeoutMs = behaviour?.UNHEALTHY === undefined ? 20_000 : 1_500;
  const metrics: MetricsSettings = withoutMetrics
    ? { kind: "scrape", pages: [{ url: "http://127.0.0.1:9/" }], timeoutMs: 500 }
    : { kind: "target" };
  return quickManifest({
    environment: { strategy: strategy(), metrics },
    limits: { leaseMs, pollMs: 100, readyTimeoutMs, maxHoldMs: withoutMetrics ? 600 : 20_000 },
  });
}
