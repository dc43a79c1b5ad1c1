import { drawLuck, momentAt, type Ratios } from "./failure-ratios.ts";
import { type Random, seededRandom } from "./random.ts";
import { binomial, poisson } from "./sample-counts.ts";
import type { Scenario } from "./scenario.ts";

export interface Served {
  readonly requests: number;
  readonly errors: number;
  readonly slow: number;
}

/** Cumulative counters of one arm, as a page would show them. */
export interface Totals extends Served {
  /** Changes when the counters begin again at zero. */
  readonly instance: string;
}

/** What the metrics say after a span of traffic. */
export interface Scrape {
  /** Since the rollout began. */
  readonly seconds: number;
  /** The candidate's share of the requests in the span before. */
  readonly weight: number;
  /** False when nothing was read; then the increments are zero and the totals unknown to the judges. */
  readonly isUp: boolean;
  /** Counted since the last good scrape. */
  readonly stable: Served;
  readonly candidate: Served;
  readonly totals: { readonly stable: Totals; readonly candidate: Totals };
  /** Cumulative counters of the synthetic requests. */
  readonly probes?: { readonly stable: Totals; readonly candidate: Totals };
  /** Users harmed since the rollout began: failures of the candidate beyond those of a healthy one, as expectation. */
  readonly harmed: number;
}

/** A service under rollout; traffic flows only when asked for. */
export interface World {
  /** Serves `seconds` of traffic with this share on the candidate, then scrapes. */
  serve(weight: number, seconds: number): Scrape;
}

const none: Served = { requests: 0, errors: 0, slow: 0 };
const resetting: ReadonlySet<Scenario["disturbance"]> = new Set(["counter-reset", "pod-restart"]);
const outageSeconds = { "scrape-gap": 120, "provider-outage": 300 } as const;

/** A world that the seed alone decides. */
export function createWorld(scenario: Scenario, seed: string): World {
  const random = seededRandom(seed);
  const luck = drawLuck(scenario, random);
  const isDown = (seconds: number) => {
    const { disturbance } = scenario;
    if (disturbance !== "scrape-gap" && disturbance !== "provider-outage") return false;
    return seconds > luck.startSeconds && seconds <= luck.startSeconds + outageSeconds[disturbance];
  };
  const [stable, candidate] = [createArm("stable"), createArm("candidate")];
  const probes = { stable: createArm("stable-probes"), candidate: createArm("candidate-probes") };
  let [now, harmed] = [0, 0];
  return {
    serve(weight, seconds) {
      const moment = momentAt(scenario, luck, now + seconds / 2, weight);
      const requests = scenario.requestsPerSecond * moment.load * seconds;
      const resetsNow = resetting.has(scenario.disturbance) && crosses(luck.startSeconds, now, seconds);
      stable.serve(draw(requests * (1 - weight), moment.stable, random), false);
      const served = draw(requests * weight, moment.candidate, random);
      candidate.serve(served, resetsNow);
      harmed += served.requests * excess(moment.candidate, moment.healthy);
      for (const arm of ["stable", "candidate"] as const) {
        probes[arm].serve(draw(scenario.probesPerSecond * seconds, moment[arm], random), false);
      }
      now += seconds;
      const isUp = !isDown(now);
      return {
        seconds: now,
        weight,
        isUp,
        stable: isUp ? stable.scrape() : none,
        candidate: isUp ? candidate.scrape() : none,
        totals: { stable: stable.totals(), candidate: candidate.totals() },
        ...(scenario.probesPerSecond > 0
          ? { probes: { stable: probes.stable.totals(), candidate: probes.candidate.totals() } }
          : {}),
        harmed,
      };
    },
  };
}

function crosses(moment: number, from: number, seconds: number): boolean {
  return moment >= from && moment < from + seconds;
}

function excess(candidate: Ratios, healthy: Ratios): number {
  return candidate.errors - healthy.errors + candidate.slow - healthy.slow;
}

function draw(mean: number, ratios: Ratios, random: Random): Served {
  const requests = poisson(mean, random);
  return { requests, errors: binomial(requests, ratios.errors, random), slow: binomial(requests, ratios.slow, random) };
}

interface ArmSeries {
  serve(served: Served, resetsFirst: boolean): void;
  scrape(): Served;
  totals(): Totals;
}

function createArm(name: string): ArmSeries {
  let [total, unread, restarts] = [none, none, 0];
  return {
    serve(served, resetsFirst) {
      if (resetsFirst) {
        restarts += 1;
        // What was not scraped before the restart is lost to everybody.
        [total, unread] = [none, none];
      }
      [total, unread] = [sum(total, served), sum(unread, served)];
    },
    scrape() {
      const read = unread;
      unread = none;
      return read;
    },
    totals: () => ({ ...total, instance: `${name}-${restarts}` }),
  };
}

export function sum(a: Served, b: Served): Served {
  return { requests: a.requests + b.requests, errors: a.errors + b.errors, slow: a.slow + b.slow };
}
