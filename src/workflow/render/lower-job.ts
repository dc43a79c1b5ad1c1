import { isExpression, type Literal } from "../expression/expression.ts";
import type { Concurrency, Container, EnvironmentUse, JobModel, JobOptions, RunDefaults } from "../model/job.ts";
import type { MatrixModel } from "../model/matrix.ts";
import { type GrantedPermission, unionOfPermissions } from "../model/permissions.ts";
import { lowerStep } from "./lower-step.ts";
import type { Place } from "./report.ts";
import type { ResolverContext } from "./resolver.ts";
import { defined, type Plain, type Remark, type Writer, writer } from "./writer.ts";

/** The image jobs run on unless they say otherwise: named, because `-latest` moves under a pipeline that worked. */
const defaultRunner = "ubuntu-24.04";

export interface LoweredJob {
  readonly fields: Readonly<Record<string, Plain>>;
  readonly steps: readonly Readonly<Record<string, Plain>>[];
  readonly outputs: Readonly<Record<string, Plain>>;
  /** Ids of the jobs it waits for. */
  readonly needs: ReadonlySet<string>;
  /** Paths from the job. */
  readonly remarks: readonly Remark[];
}

export function lowerConcurrency({ group, cancelInProgress, queue }: Concurrency, to: Writer): Plain {
  return defined({
    group: to.value(group),
    "cancel-in-progress": cancelInProgress === undefined ? undefined : to.value(cancelInProgress),
    queue,
  });
}

export function lowerDefaults({ shell, workingDirectory }: RunDefaults, to: Writer): Plain {
  return {
    run: defined({
      shell,
      "working-directory": workingDirectory === undefined ? undefined : to.value(workingDirectory),
    }),
  };
}

function lowerEnvironment(environment: string | EnvironmentUse, to: Writer): Plain {
  if (typeof environment === "string") {
    return to.value(environment);
  }
  const { name, url, deployment } = environment;
  return defined({ name: to.value(name), url: url === undefined ? undefined : to.value(url), deployment });
}

function lowerLiterals(values: Readonly<Record<string, Literal | undefined>>): Plain {
  return defined(values);
}

function lowerMatrix({ dimensions, options }: MatrixModel, to: Writer): Plain {
  const keys = Object.entries(dimensions).map(([key, values]) => [
    key,
    isExpression(values) ? to.value(values) : values,
  ]);
  return defined({
    "fail-fast": to.value(options.failFast ?? false),
    "max-parallel": options.maxParallel,
    matrix: {
      ...Object.fromEntries(keys),
      ...(options.include
        ? { include: options.include.map((item) => lowerLiterals(item as Record<string, Literal>)) }
        : {}),
      ...(options.exclude
        ? { exclude: options.exclude.map((item) => lowerLiterals(item as Record<string, Literal>)) }
        : {}),
    },
  });
}

function lowerContainer({ image, env, ports, options }: Container, to: Writer): Plain {
  return defined({ image: to.value(image), env: env ? to.record(env) : undefined, ports, options });
}

function lowerPermissions(granted: readonly GrantedPermission[]): {
  readonly permissions: Plain;
  readonly remarks: readonly Remark[];
} {
  const explained = granted.filter(({ why }) => why.length > 0);
  return {
    permissions: Object.fromEntries(granted.map(({ scope, level }) => [scope, level])),
    remarks: explained.map(({ scope, why }) => ({ path: ["permissions", scope], text: why.join("; ") })),
  };
}

function lowerRunsOn(runsOn: JobOptions["runsOn"], to: Writer): Plain {
  return typeof runsOn === "object" && !isExpression(runsOn) ? runsOn : to.value(runsOn ?? defaultRunner);
}

function optional<T>(value: T | undefined, lower: (value: T) => Plain): Plain | undefined {
  return value === undefined ? undefined : lower(value);
}

/** In the order in which a reader wants them: what it is, when it runs, where, with what rights. */
function lowerFields({ options }: JobModel, permissions: Plain, to: Writer): Readonly<Record<string, Plain>> {
  const services = Object.entries(options.services ?? {}).map(([name, service]) => [name, lowerContainer(service, to)]);
  return defined({
    name: to.value(options.name),
    if: optional(options.if, to.condition),
    "runs-on": lowerRunsOn(options.runsOn, to),
    "timeout-minutes": to.value(options.timeoutMinutes),
    environment: optional(options.environment, (environment) => lowerEnvironment(environment, to)),
    concurrency: optional(options.concurrency, (concurrency) => lowerConcurrency(concurrency, to)),
    permissions,
    strategy: optional(options.matrix, (matrix) => lowerMatrix(matrix, to)),
    "continue-on-error": optional(options.continueOnError, to.value),
    env: optional(options.env, to.record),
    defaults: optional(options.defaults, (defaults) => lowerDefaults(defaults, to)),
    container: optional(options.container, (container) => lowerContainer(container, to)),
    services: services.length > 0 ? Object.fromEntries(services) : undefined,
  });
}

/** Everything of a job but the outputs that others turn out to read of its steps. */
export function lowerJob(job: JobModel, shared: Omit<ResolverContext, "job" | "needs">): LoweredJob {
  const needs = new Set<string>();
  const context: ResolverContext = { ...shared, job, needs };
  const place: Place = { path: `jobs.${job.id}`, source: job.reference.source };
  const to = writer(context, place, Number.POSITIVE_INFINITY);
  for (const needed of job.options.needs ?? []) {
    to.identify(needed.result.node);
  }
  const granted = unionOfPermissions([
    ...job.options.steps.map((step) => step.permissions),
    job.options.permissions ?? {},
  ]);
  const { permissions, remarks } = lowerPermissions(granted);
  const steps = job.options.steps.map((step, index) => {
    const at = { path: `${place.path}.steps.${step.id}`, source: step.reference.source };
    return lowerStep(step, writer(context, at, index));
  });
  const stepRemarks = steps.flatMap((step, index) =>
    step.remarks.map(({ path, text }) => ({ path: ["steps", index, ...path], text })),
  );
  return {
    fields: lowerFields(job, permissions, to),
    steps: steps.map(({ step }) => step),
    outputs: to.record(job.options.outputs ?? {}),
    needs,
    remarks: [...remarks, ...stepRemarks],
  };
}
