import type { Judge } from "../contestant.ts";
import { recentScrapes } from "../window.ts";

const factor = 14.4;
const evaluationSeconds = 30;

/**
 * Multi-window burn rate on the candidate's own series, with the SRE workbook's factor for a page and windows short
 * enough for a canary: the burn over 5 minutes and over 1 minute both above 14.4, with at least `minErrors` failures.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export function burnRateAlert(minErrors: number): Judge {
  return {
    name: minErrors > 1 ? `Burn rate, ≥ ${minErrors} errors` : "Burn rate",
    setup: `each 30 s, candidate's burn over 5m and 1m both above 14.4, at least ${minErrors} failures in 5m`,
    watch(service) {
      const recent = recentScrapes(300);
      const budgets = [{ bad: "errors" as const, budget: 1 - service.target }];
      const { maxSlowRatio } = service;
      const watched =
        maxSlowRatio === undefined ? budgets : [...budgets, { bad: "slow" as const, budget: maxSlowRatio }];
      return {
        look(scrape) {
          recent.add(scrape);
          if (scrape.seconds % evaluationSeconds !== 0) return "keep";
          const [long, short] = [recent.over(300)?.candidate, recent.over(60)?.candidate];
          const fires = watched.some(({ bad, budget }) => {
            if (long === undefined || short === undefined || long[bad] < minErrors) return false;
            return [long, short].every((window) => window[bad] / window.requests / budget > factor);
          });
          return fires ? "roll-back" : "keep";
        },
      };
    },
  };
}
