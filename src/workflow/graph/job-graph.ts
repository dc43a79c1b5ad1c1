import type { Fields } from "../check/workflow-view.ts";
import { fieldsOf } from "../check/workflow-view.ts";
import { localFile } from "../policy/local-calls.ts";
import { criticalPath } from "./critical-path.ts";
import { matrixSize } from "./matrix-size.ts";

/** A job as a picture shows it. */
export interface GraphJob {
  readonly id: string;
  /** As the run's page says it; an expression stays as it is written. */
  readonly name: string;
  /** Ids of jobs of the same graph, in the order of the file. */
  readonly needs: readonly string[];
  /** As it is written, without `${{ }}`. */
  readonly condition?: string;
  readonly environment?: string;
  /** How many jobs the matrix gives; `dynamic` when only a run knows. */
  readonly matrix?: number | "dynamic";
  /** The workflow it calls. */
  readonly calls?: string;
  /** Environments of the jobs of the workflow it calls; absent when it calls none, or one that was not read. */
  readonly calledEnvironments?: readonly string[];
  /**
   * The longest it can take, in seconds: GitHub's 6 hours where the file says nothing. Of a called workflow that was
   * read, its critical path.
   */
  readonly timeoutSeconds: number;
}

/** The jobs of one workflow and what they wait for. */
export interface JobGraph {
  readonly name: string;
  readonly jobs: readonly GraphJob[];
}

/** What a workflow of the same repository holds, by its path from the root; `undefined` when it is not there. */
export type OpenWorkflow = (path: string) => Fields | undefined;

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes */
const defaultTimeoutMinutes = 360;

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** The inside of a value that is one expression, else the value. */
export function withoutBraces(value: string): string {
  const inner = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(value)?.[1];
  return (inner === undefined || inner.includes("${{") ? value : inner).replace(/\s+/g, " ").trim();
}

function needsOf(value: unknown): readonly string[] {
  return typeof value === "string" ? [value] : Array.isArray(value) ? value.map(String) : [];
}

/** A name that is an input of the called workflow, by what the call passes. */
function passed(name: string, given: Fields): string {
  const input = /^inputs\.([\w-]+)$/.exec(withoutBraces(name))?.[1];
  return (name.includes("${{") && input !== undefined && textOf(given[input])) || name;
}

/** What a call takes and where it goes, from the jobs it leads to. */
function readCall(uses: string, given: Fields, open: OpenWorkflow): Partial<GraphJob> {
  const path = localFile(uses);
  const fields = path === undefined ? undefined : open(path);
  if (fields === undefined) {
    return {};
  }
  const called = readJobGraph(fields, (inner) => (inner === path ? undefined : open(inner)));
  const { seconds } = criticalPath(called);
  const environments = called.jobs.flatMap(({ environment, calledEnvironments = [] }) =>
    environment === undefined ? calledEnvironments : [environment],
  );
  return {
    calledEnvironments: [...new Set(environments.map((name) => passed(name, given)))],
    ...(seconds > 0 ? { timeoutSeconds: seconds } : {}),
  };
}

function toJob(id: string, fields: Fields, known: ReadonlySet<string>, open: OpenWorkflow): GraphJob {
  const { environment, strategy, if: condition, uses } = fields;
  const name = textOf(fields.name) ?? id;
  const environmentName = textOf(environment) ?? textOf(fieldsOf(environment).name);
  const matrix = fieldsOf(strategy).matrix;
  const minutes = fields["timeout-minutes"];
  return {
    id,
    name,
    needs: [...new Set(needsOf(fields.needs))].filter((needed) => known.has(needed) && needed !== id),
    ...(condition === undefined || condition === null ? {} : { condition: withoutBraces(String(condition)) }),
    ...(environmentName === undefined ? {} : { environment: environmentName }),
    ...(matrix === undefined ? {} : { matrix: matrixSize(matrix) }),
    ...(textOf(uses) === undefined ? {} : { calls: String(uses) }),
    timeoutSeconds: 60 * (typeof minutes === "number" && minutes > 0 ? minutes : defaultTimeoutMinutes),
    ...(typeof uses === "string" ? readCall(uses, fieldsOf(fields.with), open) : {}),
  };
}

/**
 * The graph of a workflow from what its file holds, as plain data: what was read from disk, or what is about to be
 * written. Never throws by itself; `needs` that name no job are left out.
 * @param open gives the workflows that jobs call; without it, a call counts with GitHub's limit
 */
export function readJobGraph(fields: Fields, open: OpenWorkflow = () => undefined): JobGraph {
  const jobs = Object.entries(fieldsOf(fields.jobs));
  const known = new Set(jobs.map(([id]) => id));
  return { name: textOf(fields.name) ?? "", jobs: jobs.map(([id, job]) => toJob(id, fieldsOf(job), known, open)) };
}

/** The graph without arrows that others imply: when c needs b and b needs a, that c needs a as well is left out. */
export function withoutImplied(graph: JobGraph): JobGraph {
  const needs = new Map(graph.jobs.map((job) => [job.id, job.needs]));
  const found = new Map<string, ReadonlySet<string>>();
  const before = (id: string): ReadonlySet<string> => {
    const known = found.get(id);
    if (known) {
      return known;
    }
    found.set(id, new Set());
    const all = new Set((needs.get(id) ?? []).flatMap((needed) => [needed, ...before(needed)]));
    found.set(id, all);
    return all;
  };
  const jobs = graph.jobs.map((job) => ({
    ...job,
    needs: job.needs.filter((needed) => !job.needs.some((other) => other !== needed && before(other).has(needed))),
  }));
  return { ...graph, jobs };
}
