import { type Judge, type Service, type Watch, watchedBy } from "../contestant.ts";
import { type RecentScrapes, recentScrapes } from "../window.ts";

const intervalSeconds = 60;
const errorRetrySeconds = 10;
/** The fifth error in a row ends the analysis. */
const consecutiveErrorLimit = 4;

/**
 * Argo Rollouts' background analysis: one measurement a minute and metric over the last minute, against an absolute
 * limit; more failed measurements than `failureLimit` abort. NaN, which is what no requests give, is a failed
 * measurement; no answer is an error and is asked for again after 10 seconds.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
 */
export function argoRollouts(failureLimit: number): Judge {
  return {
    name: `Argo failureLimit ${failureLimit}`,
    setup: `each 60 s, success ratio over [1m] of the candidate against the limit; failureLimit ${failureLimit}, consecutiveErrorLimit 4`,
    watch: (service) => watchArgo(service, failureLimit),
  };
}

interface Metric {
  failed: number;
  consecutiveErrors: number;
  dueSeconds: number;
}

function watchArgo(service: Service, failureLimit: number): Watch {
  const recent = recentScrapes(60);
  const metrics = watchedBy(service).map((watched) => ({
    ...watched,
    state: { failed: 0, consecutiveErrors: 0, dueSeconds: intervalSeconds },
  }));
  return {
    look(scrape) {
      recent.add(scrape);
      for (const { bad, limit, state } of metrics) {
        if (scrape.seconds < state.dueSeconds) continue;
        measure(state, recent, (served) => served[bad] / served.requests <= limit);
        state.dueSeconds = scrape.seconds + (state.consecutiveErrors > 0 ? errorRetrySeconds : intervalSeconds);
      }
      const isOver = metrics.some(
        ({ state }) => state.failed > failureLimit || state.consecutiveErrors > consecutiveErrorLimit,
      );
      return isOver ? "roll-back" : "keep";
    },
  };
}

type Candidate = NonNullable<ReturnType<RecentScrapes["over"]>>["candidate"];

function measure(state: Metric, recent: RecentScrapes, isGood: (served: Candidate) => boolean): void {
  const window = recent.over(60);
  if (window === undefined) {
    state.consecutiveErrors += 1;
    return;
  }
  state.consecutiveErrors = 0;
  if (!isGood(window.candidate)) state.failed += 1;
}
