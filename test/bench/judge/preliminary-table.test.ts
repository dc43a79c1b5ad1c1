import { describe, expect, it } from "vitest";
import type { Judge } from "../../../src/bench/judge/contestant.ts";
import { argoRollouts } from "../../../src/bench/judge/judges/argo-rollouts.ts";
import { burnRateAlert } from "../../../src/bench/judge/judges/burn-rate.ts";
import { flagger } from "../../../src/bench/judge/judges/flagger.ts";
import { kayenta } from "../../../src/bench/judge/judges/kayenta.ts";
import { mixtureSprt } from "../../../src/bench/judge/judges/msprt.ts";
import { serviceAlarm } from "../../../src/bench/judge/judges/service-alarm.ts";
import { playShared } from "../../../src/bench/judge/play.ts";
import { type Effect, type Scenario, sharedSchedule } from "../../../src/bench/judge/scenario.ts";
import { tally } from "../../../src/bench/judge/tally.ts";
import { wilson } from "../../../src/bench/judge/wilson.ts";

const runs = 300;
const service = { target: 0.999, maxErrorRatio: 0.01 };
const healthy: Effect = { kind: "none" };
const failing = (share: number): Effect => ({ kind: "share", share });

/**
 * Figures of the study this bench follows, at 20 requests per second, from another program and other seeds: the share
 * taken back in percent, and the median seconds where most were.
 */
const study: readonly (readonly [Judge, number, Effect, percent: number, medianSeconds?: number])[] = [
  [argoRollouts(0), 0.001, healthy, 27.6],
  [argoRollouts(0), 0.005, healthy, 90.1],
  [argoRollouts(0), 0.001, failing(0.01), 100, 120],
  [argoRollouts(3), 0.005, healthy, 15.3],
  [argoRollouts(3), 0.001, failing(0.01), 95.9, 480],
  [argoRollouts(3), 0.001, failing(0.02), 100, 300],
  [argoRollouts(3), 0.001, failing(0.05), 100, 240],
  [flagger(5), 0.005, healthy, 3.9],
  [flagger(5), 0.001, failing(0.01), 82.8, 660],
  [flagger(5), 0.001, failing(0.05), 100, 360],
  [serviceAlarm(1), 0.005, healthy, 18.6],
  [serviceAlarm(1), 0.001, failing(0.01), 12.7],
  [serviceAlarm(1), 0.001, failing(0.02), 98.4, 660],
  [serviceAlarm(3), 0.001, failing(0.02), 30.6],
  [burnRateAlert(1), 0.001, healthy, 6.5],
  [burnRateAlert(1), 0.005, healthy, 28.7],
  [burnRateAlert(5), 0.005, healthy, 3.4],
  [burnRateAlert(5), 0.001, failing(0.01), 41.5],
  [burnRateAlert(5), 0.001, failing(0.05), 100, 120],
  [kayenta(), 0.001, failing(0.01), 56, 900],
  [kayenta(), 0.001, failing(0.05), 100, 300],
  [mixtureSprt(0.01), 0.001, failing(0.01), 100, 610],
  [mixtureSprt(0.01), 0.001, failing(0.05), 100, 330],
];

function play(judge: Judge, errorRatio: number, effect: Effect) {
  const scenario: Scenario = {
    requestsPerSecond: 20,
    errorRatio,
    slowRatio: 0,
    effect,
    disturbance: "none",
    probesPerSecond: 0,
  };
  const endings = Array.from({ length: runs }, (_, run) => {
    const [ending] = playShared(scenario, sharedSchedule, `study/${run}`, [judge], service);
    return ending ?? { harmed: 0 };
  });
  return tally(endings, 0);
}

describe("the reimplementations agree with the study's figures within chance", () => {
  it.each(
    study.map(([judge, errorRatio, effect, percent, median]) => ({
      name: judge.name,
      errorRatio,
      what: effect.kind === "share" ? `${100 * effect.share} % errors` : "nothing wrong",
      judge,
      effect,
      percent,
      median,
    })),
  )("$name at $errorRatio with $what: $percent %", ({ judge, errorRatio, effect, percent, median }) => {
    const result = play(judge, errorRatio, effect);
    // 99.9 %, and a point more for the rounding and the chance in the study's own figures.
    const [low, high] = wilson(result.rolledBack, runs, 3.29);
    expect(percent).toBeGreaterThanOrEqual(100 * low - 3);
    expect(percent).toBeLessThanOrEqual(100 * high + 3);
    if (median === undefined) return;
    expect(result.medianSeconds).not.toBeNull();
    expect(Math.abs((result.medianSeconds ?? 0) - median) / median).toBeLessThanOrEqual(0.25);
  });
});
