import { msprt } from "../../../slo/msprt.ts";
import { type Judge, watchedBy } from "../contestant.ts";
import { type Served, sum } from "../world.ts";

const none: Served = { requests: 0, errors: 0, slow: 0 };

/**
 * The mixture sequential probability ratio test at every scrape on all counts so far, with α shared by the metrics.
 * It is two-sided; only a worse candidate is taken back.
 *
 * @see https://arxiv.org/abs/1512.04922
 */
export function mixtureSprt(alpha = 0.05): Judge {
  return {
    name: "mSPRT",
    setup: `each 10 s, all counts so far, α ${alpha} shared by the metrics, τ² 1e-4, burn-in 100 requests an arm`,
    watch(service) {
      const watched = watchedBy(service);
      let [stable, candidate] = [none, none];
      return {
        look(scrape) {
          [stable, candidate] = [sum(stable, scrape.stable), sum(candidate, scrape.candidate)];
          const isWorse = watched.some(({ bad }) => {
            const of = (served: Served) => ({ requests: served.requests, failures: served[bad] });
            if (candidate[bad] * stable.requests <= stable[bad] * candidate.requests) return false;
            return msprt({ stable: of(stable), candidate: of(candidate) }) >= watched.length / alpha;
          });
          return isWorse ? "roll-back" : "keep";
        },
      };
    },
  };
}
