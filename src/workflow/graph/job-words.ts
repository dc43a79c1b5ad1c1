import type { GraphJob } from "./job-graph.ts";

/** What a picture says of a job. */
export interface JobWords {
  readonly name: string;
  /** The environment, or those of the workflow it calls. */
  readonly environment: string | undefined;
  readonly needsApproval: boolean;
  /** One line each: environment, approval, matrix, what it calls, condition, timeout. */
  readonly details: readonly string[];
}

const longestLine = 44;

export function cut(text: string, length = longestLine): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** `90 s`, `5 min`, `1 h 30 min`: seconds only below two minutes, and not for a whole one. */
export function formatSeconds(seconds: number): string {
  if (seconds < 120 && seconds !== 60) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours === 0 ? `${minutes} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `Roll out to ${{ inputs.environment }}` → `Roll out to {inputs.environment}`. */
export function readable(text: string): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/gs, "{$1}").replace(/\s+/g, " ");
}

/** @param approvers who has to approve, by environment */
export function jobWords(job: GraphJob, approvers: ReadonlyMap<string, readonly string[]>): JobWords {
  const { environment, calledEnvironments, matrix, calls, condition, timeoutSeconds } = job;
  const environments = environment === undefined ? (calledEnvironments ?? []) : [environment];
  const asked = [...new Set(environments.flatMap((name) => approvers.get(name) ?? []))];
  const where = `environment${environments.length > 1 ? "s" : ""} ${environments.map(readable).join(", ")}`;
  const isTimed = calls === undefined || calledEnvironments !== undefined;
  const details = [
    environments.length > 0 ? where : "",
    asked.length > 0 ? `approved by ${asked.join(", ")}` : "",
    matrix === undefined ? "" : matrix === "dynamic" ? "matrix, size known when it runs" : `matrix of ${matrix}`,
    calls === undefined ? "" : `calls ${calls}`,
    isTimed ? `at most ${formatSeconds(timeoutSeconds)}` : "",
    condition === undefined ? "" : `if ${condition}`,
  ];
  return {
    name: cut(readable(job.name)),
    environment: environments.length > 0 ? cut(where) : undefined,
    needsApproval: asked.length > 0,
    details: details.filter((line) => line !== "").map((line) => cut(line)),
  };
}
