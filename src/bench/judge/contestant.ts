import type { Scrape } from "./world.ts";

/** What the service promises and tolerates; every judge is set up from the same. */
export interface Service {
  /** Objective: at least this share of all requests succeeds. */
  readonly target: number;
  /** The absolute limit that threshold judges are given for the failed share. */
  readonly maxErrorRatio: number;
  /** Objective: at most this share of replies is slow; `undefined` when latency is not watched. */
  readonly maxSlowRatio?: number;
}

/** What a judge says after a scrape: nothing, "take it back", "I am content with this step", or "I cannot tell". */
export type Opinion = "keep" | "roll-back" | "advance" | "undecided";

/** One judge at work on one rollout. */
export interface Watch {
  /** Called once per step, when the candidate's share has just changed; `scrape` is the newest so far. */
  startStep?(index: number, weight: number, scrape: Scrape | undefined): void;
  look(scrape: Scrape): Opinion;
}

/** A way of judging rollouts. The contestants differ in nothing but this. */
export interface Judge {
  readonly name: string;
  /** What it is and how it is set up, in one line for the report. */
  readonly setup: string;
  watch(service: Service): Watch;
}

/** The kinds of bad request that a service watches. */
export type Bad = "errors" | "slow";

export function watchedBy(service: Service): readonly { readonly bad: Bad; readonly limit: number }[] {
  const errors = { bad: "errors", limit: service.maxErrorRatio } as const;
  return service.maxSlowRatio === undefined ? [errors] : [errors, { bad: "slow", limit: service.maxSlowRatio }];
}
