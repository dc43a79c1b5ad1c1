import { type Bad, type Judge, watchedBy } from "../contestant.ts";
import type { Scrape, Served } from "../world.ts";
import { isHigher } from "./mann-whitney.ts";

const pointSeconds = 60;
const lookSeconds = 300;
const none: Served = { requests: 0, errors: 0, slow: 0 };

/**
 * Kayenta's NetflixACAJudge: each metric as a series of one ratio a minute, candidate against stable by the two-sided
 * Mann-Whitney interval at α 0.02; looked at every 5 minutes over all minutes so far. Minutes without requests are
 * dropped; every metric is critical, so one classified as high scores 0.
 *
 * @see https://spinnaker.io/docs/guides/user/canary/judge/
 */
export function kayenta(): Judge {
  return {
    name: "Kayenta",
    setup: "each 5 min, one point a minute, Mann-Whitney α 0.02, tolerance 0.25, all metrics critical",
    watch(service) {
      const series = watchedBy(service).map(({ bad }) => ({
        bad,
        experiment: [] as number[],
        control: [] as number[],
      }));
      let minute = { stable: none, candidate: none };
      return {
        look(scrape) {
          minute = { stable: add(minute.stable, scrape.stable), candidate: add(minute.candidate, scrape.candidate) };
          if (scrape.seconds % pointSeconds === 0) {
            for (const each of series) takePoint(each, minute);
            minute = { stable: none, candidate: none };
          }
          if (scrape.seconds % lookSeconds !== 0) return "keep";
          return series.some((each) => isHigh(each.experiment, each.control)) ? "roll-back" : "advance";
        },
      };
    },
  };
}

function add(a: Served, b: Scrape["stable"]): Served {
  return { requests: a.requests + b.requests, errors: a.errors + b.errors, slow: a.slow + b.slow };
}

function takePoint(
  { bad, experiment, control }: { bad: Bad; experiment: number[]; control: number[] },
  { stable, candidate }: { stable: Served; candidate: Served },
): void {
  if (candidate.requests > 0) experiment.push(candidate[bad] / candidate.requests);
  if (stable.requests > 0) control.push(stable[bad] / stable.requests);
}

function isHigh(experiment: readonly number[], control: readonly number[]): boolean {
  if (experiment.length === 0 || control.length === 0) return false;
  if (new Set([...experiment, ...control]).size === 1) return false;
  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b).join();
  if (sorted(experiment) === sorted(control)) return false;
  return isHigher(jittered(experiment, control, 1), jittered(control, experiment, 2));
}

/** Two constant series would have no variance; Kayenta adds noise of 1e-5 of the value. Ours is the same each time. */
function jittered(values: readonly number[], others: readonly number[], salt: number): readonly number[] {
  const isConstant = (series: readonly number[]) => new Set(series).size === 1;
  if (!isConstant(values) || !isConstant(others)) return values;
  return values.map((value, index) => value * (1 + 1e-5 * Math.sin(7 * index + salt)));
}
