import type { Judge, Opinion, Service, Watch } from "./contestant.ts";
import type { Scenario } from "./scenario.ts";
import { createWorld, type Scrape, type World } from "./world.ts";

/** How a tool moves traffic by itself. */
export interface Ramp {
  /** Shares of the candidate, in order; then all traffic. */
  readonly weights: readonly number[];
  /** `timed`: on to the next share when `stepSeconds` are over. `judged`: when the judge says so, and back at the latest
   * after `stepSeconds` without that, unless it never gives up. */
  readonly pace: "timed" | "judged";
  readonly stepSeconds: number;
  /** What a judged step that is over without a word means. */
  readonly onUndecided?: "roll-back" | "wait";
  /** How long the judge goes on watching once all traffic is on the candidate. @default 0: promoted is promoted */
  readonly bakeSeconds?: number;
  readonly text: string;
}

export interface NativeEnding {
  readonly kind: "rolled-back" | "undecided" | "promoted" | "unfinished";
  readonly atSeconds: number;
  /** Users harmed until it was taken back, or within the horizon, promoted or not. */
  readonly harmed: number;
}

/** Everybody is watched so long; what was promoted serves everybody until then. */
export const horizonSeconds = 3600;
const scrapeSeconds = 10;

/** One rollout as this tool would run it. */
export function playNative(scenario: Scenario, seed: string, judge: Judge, ramp: Ramp, service: Service): NativeEnding {
  const world = createWorld(scenario, seed);
  const watch = judge.watch(service);
  let last: Scrape | undefined;
  for (const [index, weight] of ramp.weights.entries()) {
    watch.startStep?.(index, weight, last);
    const step = playStep(world, watch, weight, ramp, last?.seconds ?? 0);
    if (step.end !== "next") return { kind: step.end, atSeconds: step.last.seconds, harmed: step.last.harmed };
    last = step.last;
  }
  const atSeconds = last?.seconds ?? 0;
  const bake = bakeEnd(world, watch, ramp, last);
  if (bake.isRolledBack)
    return { kind: "rolled-back", atSeconds: bake.last?.seconds ?? 0, harmed: bake.last?.harmed ?? 0 };
  last = bake.last;
  const rest = horizonSeconds - (last?.seconds ?? 0);
  return { kind: "promoted", atSeconds, harmed: rest > 0 ? world.serve(1, rest).harmed : (last?.harmed ?? 0) };
}

/** All traffic on the candidate, and the judge still there. */
function bakeEnd(world: World, watch: Watch, { weights, bakeSeconds = 0 }: Ramp, before: Scrape | undefined) {
  let last = before;
  if (bakeSeconds > 0) watch.startStep?.(weights.length, 1, last);
  for (let second = 0; second < bakeSeconds; second += scrapeSeconds) {
    last = world.serve(1, scrapeSeconds);
    if (watch.look(last) === "roll-back") return { isRolledBack: true, last };
  }
  return { isRolledBack: false, last };
}

interface StepEnd {
  readonly end: "next" | "rolled-back" | "undecided" | "unfinished";
  readonly last: Scrape;
}

function playStep(world: World, watch: Watch, weight: number, ramp: Ramp, sinceSeconds: number): StepEnd {
  for (;;) {
    const last = world.serve(weight, scrapeSeconds);
    const opinion = watch.look(last);
    const end = opinion === "roll-back" ? "rolled-back" : endOf(ramp, opinion, last.seconds, sinceSeconds);
    if (end !== undefined) return { end, last };
  }
}

function endOf(ramp: Ramp, opinion: Opinion, seconds: number, sinceSeconds: number): StepEnd["end"] | undefined {
  const isOver = seconds - sinceSeconds >= ramp.stepSeconds;
  if (ramp.pace === "timed") return isOver ? "next" : undefined;
  if (opinion === "advance") return "next";
  if (isOver && ramp.onUndecided === "roll-back") return "undecided";
  return seconds >= horizonSeconds ? "unfinished" : undefined;
}
