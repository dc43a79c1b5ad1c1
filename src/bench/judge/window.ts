import { type Scrape, type Served, sum } from "./world.ts";

const none: Served = { requests: 0, errors: 0, slow: 0 };

/** What both arms served in the last minutes. */
export interface RecentScrapes {
  add(scrape: Scrape): void;
  /** Undefined when nothing was read in the window: there is no series to take a rate of. */
  over(seconds: number): { readonly stable: Served; readonly candidate: Served } | undefined;
}

export function recentScrapes(longestSeconds: number): RecentScrapes {
  let scrapes: Scrape[] = [];
  return {
    add(scrape) {
      scrapes = [...scrapes.filter(({ seconds }) => seconds > scrape.seconds - longestSeconds), scrape];
    },
    over(seconds) {
      const now = scrapes.at(-1)?.seconds ?? 0;
      const within = scrapes.filter((scrape) => scrape.isUp && scrape.seconds > now - seconds);
      if (within.length === 0) return undefined;
      return within.reduce(
        (total, { stable, candidate }) => ({
          stable: sum(total.stable, stable),
          candidate: sum(total.candidate, candidate),
        }),
        { stable: none, candidate: none },
      );
    },
  };
}
