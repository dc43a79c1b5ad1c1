import type { Disturbance, Effect, Scenario } from "./scenario.ts";

const traffics = [0.2, 2, 20, 200, 2000];
const errorRatios = [0.0001, 0.001, 0.01];
const slowRatio = 0.02;

const regressions: readonly Effect[] = [
  { kind: "ratio", factor: 2 },
  { kind: "ratio", factor: 3 },
  { kind: "ratio", factor: 10 },
  { kind: "share", share: 0.05 },
  { kind: "share", share: 0.3 },
  { kind: "share", share: 1 },
  { kind: "latency", increase: 0.2 },
  { kind: "latency", increase: 1 },
  { kind: "leak", share: 0.05 },
  { kind: "saturation", share: 0.05, fromWeight: 0.5 },
  { kind: "bad-pod", share: 0.3, pods: 10 },
  { kind: "delayed", share: 0.05, afterSeconds: 180 },
];

const disturbances: readonly Disturbance[] = [
  "burst",
  "drift",
  "cold-start",
  "scrape-gap",
  "provider-outage",
  "counter-reset",
  "pod-restart",
  "overdispersion",
];

const none: Effect = { kind: "none" };

/** Below this, the plan sends synthetic requests as well: the lint at synth asks for them. */
const probedBelow = 5;

function cell(
  requestsPerSecond: number,
  errorRatio: number,
  effect: Effect,
  disturbance: Disturbance = "none",
): Scenario {
  const probesPerSecond = requestsPerSecond < probedBelow ? 5 : 0;
  return { requestsPerSecond, errorRatio, slowRatio, effect, disturbance, probesPerSecond };
}

/** Every cell of the shared ramp: healthy first, under each disturbance; then each regression; then both together. */
export function sharedGrid(): readonly Scenario[] {
  const services = traffics.flatMap((traffic) => errorRatios.map((ratio) => [traffic, ratio] as const));
  return [
    ...services.map(([traffic, ratio]) => cell(traffic, ratio, none)),
    ...services.flatMap(([traffic, ratio]) => disturbances.map((each) => cell(traffic, ratio, none, each))),
    ...services.flatMap(([traffic, ratio]) => regressions.map((effect) => cell(traffic, ratio, effect))),
    ...[2, 20, 200].flatMap((traffic) =>
      disturbances.flatMap((disturbance) => [
        cell(traffic, 0.001, { kind: "ratio", factor: 10 }, disturbance),
        cell(traffic, 0.001, { kind: "share", share: 0.3 }, disturbance),
      ]),
    ),
  ];
}

/** The cells that each tool also meets on its own ramp. */
export function nativeGrid(): readonly Scenario[] {
  const effects: readonly Effect[] = [none, ...regressions, { kind: "promoted", share: 0.05 }];
  return traffics.flatMap((traffic) => effects.map((effect) => cell(traffic, 0.001, effect)));
}

/** A look in a minute. */
export function quickGrid(): readonly Scenario[] {
  return [2, 20, 200].flatMap((traffic) => [
    cell(traffic, 0.001, none),
    cell(traffic, 0.001, none, "burst"),
    cell(traffic, 0.001, none, "overdispersion"),
    ...[1, 2, 3, 5].flatMap((index) => regressions[index] ?? []).map((effect) => cell(traffic, 0.001, effect)),
  ]);
}
