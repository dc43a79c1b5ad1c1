import type { Scenario } from "./scenarios.ts";

/** A moment at which the process of a scenario is killed. */
export interface CrashPoint {
  readonly scenario: Scenario;
  /** `<side> <name>`, as the process itself names the moment. */
  readonly at: string;
}

/**
 * The moments of a whole run, each once. After a look nothing is different from before it, but time; so a look counts
 * once, and a change twice: before it was done, and when it was done and nobody knew.
 */
export function pointsOf(scenario: Scenario, trace: readonly string[]): CrashPoint[] {
  const all = [...new Set(trace)].filter((at) => !at.startsWith("after look"));
  return all.map((at) => ({ scenario, at }));
}

/**
 * A few that stand for all: of each kind of change the first one, killed when it was done and nobody knew. Before a
 * change is after the one that came before it. In the order of the list, so always the same.
 */
export function covering(points: readonly CrashPoint[]): CrashPoint[] {
  const seen = new Set<string>();
  return points.filter(({ at }) => {
    const kind = kindOf(at);
    const isNew = at.startsWith("after") && !seen.has(kind);
    if (isNew) seen.add(kind);
    return isNew;
  });
}

/** The same for all shares, steps and numbers. */
function kindOf(at: string): string {
  return at.replace(/ in step \d+/, "").replace(/ \d+ %/, "");
}

/** Whether a run need not come by: what it is about goes into another write when there is one at the same time. */
export function isChance(at: string): boolean {
  return /(?:note|told|claim|renew|end the lease|tell later|look)/.test(at);
}
