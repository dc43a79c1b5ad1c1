import type { Judge, Service } from "./contestant.ts";
import type { Scenario, Schedule } from "./scenario.ts";
import { createWorld, type Scrape } from "./world.ts";

/** How one rollout ended under one judge. */
export interface Ending {
  /** When it was taken back, in seconds since the rollout began; `undefined` if never. */
  readonly rolledBackAtSeconds?: number;
  /** Users harmed until then, or until the end of the schedule. */
  readonly harmed: number;
}

/** One and the same run of traffic, shown to every judge on the shared schedule. Index: judge. */
export function playShared(
  scenario: Scenario,
  schedule: Schedule,
  seed: string,
  judges: readonly Judge[],
  service: Service,
): readonly Ending[] {
  const steps = serveSchedule(scenario, schedule, seed);
  return judges.map((judge) => watchTrace(judge, steps, schedule, service));
}

function serveSchedule(scenario: Scenario, schedule: Schedule, seed: string): readonly (readonly Scrape[])[] {
  const world = createWorld(scenario, seed);
  const scrapes = schedule.stepSeconds / schedule.scrapeSeconds;
  return schedule.weights.map((weight) =>
    Array.from({ length: scrapes }, () => world.serve(weight, schedule.scrapeSeconds)),
  );
}

function watchTrace(judge: Judge, steps: readonly (readonly Scrape[])[], schedule: Schedule, service: Service): Ending {
  const watch = judge.watch(service);
  let last: Scrape | undefined;
  for (const [index, scrapes] of steps.entries()) {
    watch.startStep?.(index, schedule.weights[index] ?? 0, last);
    for (const scrape of scrapes) {
      if (watch.look(scrape) === "roll-back") return { rolledBackAtSeconds: scrape.seconds, harmed: scrape.harmed };
      last = scrape;
    }
  }
  return { harmed: last?.harmed ?? 0 };
}

/** What the service promises, by how often it fails: three nines, or 98 % where one request in a hundred fails. */
export function serviceOf({ errorRatio, slowRatio }: Scenario): Service {
  const isRough = errorRatio >= 0.005;
  return {
    target: isRough ? 0.98 : 0.999,
    maxErrorRatio: isRough ? 0.05 : 0.01,
    ...(slowRatio > 0 ? { maxSlowRatio: 0.05 } : {}),
  };
}
