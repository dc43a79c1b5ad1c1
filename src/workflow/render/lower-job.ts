import { isExpression } from "../expression/expression.ts";
import type {
  EnvironmentUse,
  JobModel,
  JobOptions,
  RunDefaults,
  RunnerGroup,
  Snapshot,
  StepsJobModel,
} from "../model/job.ts";
import { unionOfPermissions } from "../model/permissions.ts";
import type { Slot } from "./availability.ts";
import { lowerCall } from "./lower-call.ts";
import { lowerConcurrency } from "./lower-concurrency.ts";
import { lowerContainer, lowerServices } from "./lower-container.ts";
import { lowerMatrix } from "./lower-matrix.ts";
import { lowerPermissions } from "./lower-permissions.ts";
import { lowerStep } from "./lower-step.ts";
import type { Place } from "./report.ts";
import type { ResolverContext } from "./resolver.ts";
import { defined, optional, type Plain, type Remark, type Writer, writer } from "./writer.ts";

/** The image jobs run on unless they say otherwise: named, because `-latest` moves under a pipeline that worked. */
const defaultRunner = "ubuntu-24.04";

export interface LoweredJob {
  readonly fields: Readonly<Record<string, Plain>>;
  /** `undefined` for a call. */
  readonly steps: readonly Readonly<Record<string, Plain>>[] | undefined;
  readonly outputs: Readonly<Record<string, Plain>>;
  /** Ids of the jobs it waits for. */
  readonly needs: ReadonlySet<string>;
  /** Paths from the job. */
  readonly remarks: readonly Remark[];
}

export function lowerDefaults(
  { shell, workingDirectory }: RunDefaults,
  to: Writer,
  slot: "workflow-defaults" | "job-defaults-run",
): Plain {
  return {
    run: defined({
      shell,
      "working-directory": optional(workingDirectory, (directory) => to.value(directory, slot)),
    }),
  };
}

function lowerEnvironment(environment: string | EnvironmentUse, to: Writer): Plain {
  if (typeof environment === "string") {
    return to.value(environment, "job-environment");
  }
  const { name, url, deployment } = environment;
  return defined({
    name: to.value(name, "job-environment"),
    url: optional(url, (address) => to.value(address, "string-runner-context-no-secrets")),
    deployment: optional(deployment, (keeps) => to.value(keeps, "job-environment")),
  });
}

function lowerLabels(labels: RunnerGroup["labels"], to: Writer): Plain | undefined {
  if (typeof labels === "object" && !isExpression(labels)) {
    return labels.map((label) => to.value(label, "runs-on"));
  }
  return optional(labels, (label) => to.value(label, "runs-on"));
}

function lowerRunsOn(runsOn: JobOptions["runsOn"] = defaultRunner, to: Writer): Plain | undefined {
  if (typeof runsOn === "object" && !isExpression(runsOn) && !Array.isArray(runsOn)) {
    const { group, labels } = runsOn as RunnerGroup;
    return defined({ group: optional(group, (name) => to.value(name, "runs-on")), labels: lowerLabels(labels, to) });
  }
  return lowerLabels(runsOn as RunnerGroup["labels"], to);
}

function lowerSnapshot({ imageName, version, if: condition }: Snapshot, to: Writer): Plain {
  return defined({
    "image-name": to.value(imageName, "snapshot-if"),
    version,
    if: optional(condition, (given) => to.condition(given, "snapshot-if")),
  });
}

/** In the order in which a reader wants them: what it is, when it runs, where, with what rights. */
function lowerFields({ options }: StepsJobModel, permissions: Plain, to: Writer): Readonly<Record<string, Plain>> {
  const at = (slot: Slot) => (value: Parameters<Writer["value"]>[0]) => to.value(value, slot);
  const services = options.services ?? {};
  return defined({
    name: to.value(options.name, "string-strategy-context"),
    if: optional(options.if, (condition) => to.condition(condition, "job-if")),
    "runs-on": lowerRunsOn(options.runsOn, to),
    "timeout-minutes": to.value(options.timeoutMinutes, "number-strategy-context"),
    environment: optional(options.environment, (environment) => lowerEnvironment(environment, to)),
    concurrency: optional(options.concurrency, (concurrency) => lowerConcurrency(concurrency, to, "job-concurrency")),
    "cache-mode": options.cacheMode,
    permissions,
    strategy: optional(options.matrix, (matrix) => lowerMatrix(matrix, to)),
    "continue-on-error": optional(options.continueOnError, at("boolean-strategy-context")),
    env: optional(options.env, (env) => to.record(env, "job-env")),
    defaults: optional(options.defaults, (defaults) => lowerDefaults(defaults, to, "job-defaults-run")),
    container: optional(options.container, (container) => lowerContainer(container, to)),
    services: Object.keys(services).length > 0 ? lowerServices(services, to) : undefined,
    snapshot: optional(options.snapshot, (snapshot) => lowerSnapshot(snapshot, to)),
  });
}

function lowerSteps(job: StepsJobModel, context: ResolverContext, place: Place) {
  const steps = job.options.steps.map((step, index) => {
    const at = { path: `${place.path}.steps.${step.id}`, source: step.reference.source };
    return lowerStep(step, writer(context, at, index));
  });
  const remarks = steps.flatMap((step, index) =>
    step.remarks.map(({ path, text }) => ({ path: ["steps", index, ...path], text })),
  );
  return { steps: steps.map(({ step }) => step), remarks };
}

function neededBy(job: JobModel, { found }: Pick<ResolverContext, "found">): readonly JobModel[] {
  const { needs = [] } = job.options;
  return needs === "all" ? found.jobs.filter((other) => other !== job) : needs;
}

/** Everything of a job but the outputs that others turn out to read of its steps. */
export function lowerJob(job: JobModel, shared: Omit<ResolverContext, "job" | "needs">): LoweredJob {
  const needs = new Set<string>();
  const context: ResolverContext = { ...shared, job, needs };
  const place: Place = { path: `jobs.${job.id}`, source: job.reference.source };
  const to = writer(context, place, Number.POSITIVE_INFINITY);
  for (const needed of neededBy(job, shared)) {
    to.identify(needed.result.node);
  }
  if (job.kind === "call") {
    return { ...lowerCall(job, to), steps: undefined, outputs: {}, needs };
  }
  const granted = unionOfPermissions([
    ...job.options.steps.map((step) => step.permissions),
    job.options.permissions ?? {},
  ]);
  const { permissions, remarks } = lowerPermissions(granted);
  const lowered = lowerSteps(job, context, place);
  return {
    fields: lowerFields(job, permissions, to),
    steps: lowered.steps,
    outputs: to.record(job.options.outputs ?? {}, "string-runner-context"),
    needs,
    remarks: [...remarks, ...lowered.remarks],
  };
}
