import { type Judge, watchedBy } from "../contestant.ts";
import { recentScrapes } from "../window.ts";

const intervalSeconds = 60;

/**
 * Flagger's loop: one check a minute of the last minute; a failing check, or one without a value, counts and is never
 * forgiven. Whether there are too many is looked at before the next check, so one interval later.
 *
 * @see https://docs.flagger.app/usage/how-it-works
 */
export function flagger(threshold: number): Judge {
  return {
    name: `Flagger threshold ${threshold}`,
    setup: `each 60 s, success rate and latency over 1m of the candidate against the limits; threshold ${threshold}`,
    watch(service) {
      const recent = recentScrapes(60);
      const watched = watchedBy(service);
      let failedChecks = 0;
      return {
        look(scrape) {
          recent.add(scrape);
          if (scrape.seconds % intervalSeconds !== 0) return "keep";
          if (failedChecks >= threshold) return "roll-back";
          const served = recent.over(60)?.candidate;
          const isGood = watched.every(
            ({ bad, limit }) => served !== undefined && served[bad] / served.requests <= limit,
          );
          if (!isGood) failedChecks += 1;
          return isGood ? "advance" : "keep";
        },
      };
    },
  };
}
