import type { Judge } from "./contestant.ts";
import { argoRollouts } from "./judges/argo-rollouts.ts";
import { burnRateAlert } from "./judges/burn-rate.ts";
import { flagger } from "./judges/flagger.ts";
import { kayenta } from "./judges/kayenta.ts";
import { mixtureSprt } from "./judges/msprt.ts";
import { serviceAlarm } from "./judges/service-alarm.ts";
import { historyRollouts, ours } from "./lineup.ts";
import { learnFrom, pastOf } from "./past-rollouts.ts";
import { serviceOf } from "./play.ts";
import { type NativeEnding, playNative, type Ramp } from "./ramp.ts";
import { nameOf, type Scenario, sharedSchedule } from "./scenario.ts";

export interface NativeTally {
  readonly runs: number;
  readonly rolledBack: number;
  /** Taken back because nothing could be told in time. */
  readonly undecided: number;
  readonly promoted: number;
  /** Seconds until a rollout was taken back, and until it was promoted; `null` when none was. */
  readonly medianRollbackSeconds: number | null;
  readonly medianPromotionSeconds: number | null;
  /** Users harmed a run within the first hour, on average. */
  readonly harmed: number;
}

/** Key: a judge's name. */
export type NativeResult = Readonly<Record<string, NativeTally>>;

/** An alarm needs no second arm, so it can go on when all traffic has moved. */
const bakeSeconds = 600;

const minutes = (weights: readonly number[], stepMinutes: number): Omit<Ramp, "text"> => ({
  weights,
  pace: "timed",
  stepSeconds: 60 * stepMinutes,
});

const argoRamp: Ramp = { ...minutes([0.2, 0.4, 0.6, 0.8], 5), text: "20/40/60/80 %, 5 min each" };
const commonRamp: Ramp = { ...minutes([0.05, 0.2, 0.5], 5), text: "5/20/50 %, 5 min each" };
const rival = (judge: Judge, ramp: Ramp) => ({ judge, ramp });

/** Each tool on a ramp from its documentation; alerts and tests that bring none get ours, on time. */
export const rivals: readonly { readonly judge: Judge; readonly ramp: Ramp }[] = [
  rival(argoRollouts(0), argoRamp),
  rival(argoRollouts(3), argoRamp),
  rival(flagger(5), {
    weights: [0.1, 0.2, 0.3, 0.4, 0.5],
    pace: "judged",
    stepSeconds: 60,
    onUndecided: "wait",
    text: "10 % more each good minute, to 50 %",
  }),
  rival(serviceAlarm(1), {
    ...minutes([0.1], 5),
    bakeSeconds,
    text: "10 % for 5 min, then all (Canary10Percent5Minutes), watched for 10 min more",
  }),
  rival(burnRateAlert(5), {
    ...commonRamp,
    bakeSeconds,
    text: `${commonRamp.text}, then all, watched for 10 min more`,
  }),
  rival(kayenta(), { ...minutes([0.1], 30), text: "10 % for 30 min" }),
  rival(mixtureSprt(), commonRamp),
];

/** Ours: on as soon as the evidence suffices, after a minute at the least, and back after ten without. */
export const ourRamp: Ramp = {
  weights: [0.05, 0.2, 0.5],
  pace: "judged",
  stepSeconds: 660,
  onUndecided: "roll-back",
  bakeSeconds,
  text: "5/20/50 %, 1–10 min each after a warm-up of 1 min, as the evidence says, then all, watched for 10 min more",
};
const ourSetup = { observeSeconds: 60, maxObserveSeconds: 600, warmUpSeconds: 60 };
const pastPool = 200;

export function runNativeCell(scenario: Scenario, runs: number): NativeResult {
  const service = serviceOf(scenario);
  const isProbed = scenario.probesPerSecond > 0;
  const past = pastOf(scenario, sharedSchedule, service, { ...ourSetup, countsProbes: isProbed }, pastPool);
  const endings = new Map<string, NativeEnding[]>();
  for (let run = 0; run < runs; run += 1) {
    const seed = `native/${nameOf(scenario)}/${run}`;
    const margins = learnFrom(past, historyRollouts, `history/${seed}`);
    const [, learnt, probed] = ours(ourSetup, { users: margins, probed: margins });
    const mine = isProbed ? probed : learnt;
    for (const { judge, ramp } of [...rivals, ...(mine === undefined ? [] : [rival(mine, ourRamp)])]) {
      const known = endings.get(judge.name) ?? [];
      known.push(playNative(scenario, seed, judge, ramp, service));
      endings.set(judge.name, known);
    }
  }
  return Object.fromEntries([...endings].map(([name, all]) => [name, tallyNative(all)]));
}

function tallyNative(endings: readonly NativeEnding[]): NativeTally {
  const of = (kind: NativeEnding["kind"]) => endings.filter((ending) => ending.kind === kind);
  return {
    runs: endings.length,
    rolledBack: of("rolled-back").length,
    undecided: of("undecided").length,
    promoted: of("promoted").length,
    medianRollbackSeconds: median(of("rolled-back")),
    medianPromotionSeconds: median(of("promoted")),
    harmed: Number((endings.reduce((total, { harmed }) => total + harmed, 0) / endings.length).toPrecision(4)),
  };
}

function median(endings: readonly NativeEnding[]): number | null {
  const seconds = endings.map(({ atSeconds }) => atSeconds).sort((a, b) => a - b);
  return seconds[seconds.length >> 1] ?? null;
}
