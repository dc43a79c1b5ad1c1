import type { JobGraph } from "./job-graph.ts";

export interface CriticalPath {
  /** Ids of the jobs that together take longest, in their order. */
  readonly jobs: readonly string[];
  /** What they take together. */
  readonly seconds: number;
}

/**
 * The chain of jobs that decides how long the workflow takes. Jobs of a matrix are taken to run side by side.
 * @param durations measured seconds by job id; a job that is not in it counts with its timeout
 */
export function criticalPath(graph: JobGraph, durations: ReadonlyMap<string, number> = new Map()): CriticalPath {
  const byId = new Map(graph.jobs.map((job) => [job.id, job]));
  const found = new Map<string, CriticalPath>();
  const visiting = new Set<string>();
  const longestTo = (id: string): CriticalPath => {
    const known = found.get(id);
    const job = byId.get(id);
    if (known || !job || visiting.has(id)) {
      return known ?? { jobs: [], seconds: 0 };
    }
    visiting.add(id);
    const before = longest(job.needs.map(longestTo));
    visiting.delete(id);
    const own = durations.get(id) ?? job.timeoutSeconds;
    const path = { jobs: [...before.jobs, id], seconds: before.seconds + own };
    found.set(id, path);
    return path;
  };
  return longest(graph.jobs.map(({ id }) => longestTo(id)));
}

function longest(paths: readonly CriticalPath[]): CriticalPath {
  return paths.reduce((best, path) => (path.seconds > best.seconds ? path : best), { jobs: [], seconds: 0 });
}
