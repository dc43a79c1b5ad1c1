import { type Judge, watchedBy } from "../contestant.ts";
import { recentScrapes } from "../window.ts";

/**
 * An alarm on the whole service, as deployments by CodeDeploy or ECS watch: the failed share of all requests of a
 * minute above the limit, in `periods` minutes in a row. Missing data keeps the alarm as it is.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html
 */
export function serviceAlarm(periods: number): Judge {
  return {
    name: `Service alarm ${periods}×1m`,
    setup: `bad share of all requests of the service above the limit in ${periods} periods of 60 s in a row`,
    watch(service) {
      const recent = recentScrapes(60);
      const watched = watchedBy(service).map((each) => ({ ...each, state: { breaches: 0 } }));
      return {
        look(scrape) {
          recent.add(scrape);
          const window = recent.over(60);
          if (scrape.seconds % 60 !== 0 || window === undefined) return "keep";
          for (const { bad, limit, state } of watched) {
            const requests = window.stable.requests + window.candidate.requests;
            const isOver = (window.stable[bad] + window.candidate[bad]) / requests > limit;
            state.breaches = isOver ? state.breaches + 1 : 0;
          }
          return watched.some(({ state }) => state.breaches >= periods) ? "roll-back" : "keep";
        },
      };
    },
  };
}
