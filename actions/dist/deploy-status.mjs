import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  deliverInTime,
  reconcile,
  runnerLog,
  toHarmlessLine
} from "./shared-9.mjs";
import "./shared-10.mjs";
import {
  connect
} from "./shared-3.mjs";
import "./shared-11.mjs";
import "./shared-4.mjs";
import {
  reasonOf
} from "./shared-5.mjs";
import {
  DeliveryError,
  commitInput,
  digestInput,
  environmentInput,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  serviceInput,
  versionInput
} from "./shared-7.mjs";
import {
  assertNever
} from "./shared-6.mjs";
import {
  InvalidInputError,
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  NEVER,
  TidegateError,
  _enum,
  object,
  record,
  string,
  url
} from "./shared-2.mjs";

// actions/deploy-status/main.ts
import { resolve } from "node:path";

// actions/deploy-status/inputs.ts
var resultsSchema = record(
  string(),
  object({
    result: _enum(["success", "failure", "cancelled", "skipped"]),
    outputs: object({ outcome: string().optional() }).optional()
  })
);
var jsonText = string().transform((text, context) => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "expected JSON" });
    return NEVER;
  }
});
var definition = defineAction({
  name: "deploy-status",
  title: "tidegate deploy status",
  description: "Says where a deployment stands, on GitHub Deployments and to the team; or, at a workflow's end, tells of a run that failed before its rollout could.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: { ...versionInput, required: false, schema: versionInput.schema.optional() },
    digest: { ...digestInput, required: false, schema: digestInput.schema.optional() },
    commit: { ...commitInput, required: false, schema: commitInput.schema.optional() },
    state: {
      description: "started, progress, succeeded, failed or rolled-back.",
      schema: _enum(["started", "progress", "succeeded", "failed", "rolled-back"]).optional(),
      required: false
    },
    text: {
      description: "One sentence for the team.",
      schema: string().max(2e3, "at most 2000 characters").optional(),
      required: false
    },
    url: {
      description: "Where users reach the service.",
      schema: url({ protocol: /^https?$/, message: "expected an http or https URL" }).optional(),
      required: false
    },
    results: {
      description: "The needs context as JSON: tells the team if a job of this run failed and no rollout did so already.",
      schema: jsonText.pipe(resultsSchema).optional(),
      required: false
    },
    manifest: manifestInput,
    token: optionalTokenInput
  },
  outputs: {},
  permissions: { contents: "read", deployments: { level: "write", why: "keeps the ledger" } }
});

// actions/deploy-status/run.ts
import { randomUUID } from "node:crypto";

// actions/deploy-status/failed-jobs.ts
function describeFailedJobs(results) {
  const named = (wanted) => Object.entries(results).flatMap(
    ([job, { result }]) => result === wanted && job !== finished(results) ? [job] : []
  );
  const parts = [
    { word: "failed", jobs: named("failure") },
    { word: "cancelled", jobs: named("cancelled") }
  ].flatMap(({ word, jobs }) => jobs.length === 0 ? [] : [`${word}: ${jobs.join(", ")}`]);
  return parts.length === 0 ? void 0 : parts.join("; ");
}
function failedRollbacks(results) {
  const prefix = "rollback-";
  return Object.entries(results).flatMap(([job, { result }]) => {
    const isBad = result === "failure" || result === "cancelled";
    return isBad && job.startsWith(prefix) ? [job.slice(prefix.length)] : [];
  });
}
function finished({ rollback }) {
  return rollback?.outputs?.outcome === "succeeded" ? "rollout" : void 0;
}

// actions/deploy-status/tell-all.ts
var firstRetryMs = 1e3;
async function tellAll(channels, telling, clock) {
  const problems = await Promise.all(channels.map((channel) => tell(channel, telling, clock)));
  return problems.flatMap((problem) => problem ?? []);
}
async function tell(channel, { notice, key, untilMs }, clock) {
  for (let attempt = 0; ; attempt++) {
    try {
      await deliverInTime(channel, { notice, key }, clock);
      return void 0;
    } catch (error) {
      if (!(error instanceof DeliveryError)) return `${channel.name}: ${reasonOf(error)}`;
      const nextMs = clock.nowMs() + (error.retryAfterMs ?? firstRetryMs * 2 ** attempt);
      if (error.permanent || nextMs > untilMs) return `${channel.name}: ${error.message}`;
      await clock.until(nextMs);
    }
  }
}

// actions/deploy-status/run.ts
var budgetMs = 9e4;
async function run(inputs, ports) {
  const { results, state } = inputs;
  if (results === void 0 === (state === void 0)) {
    throw new InvalidInputError([{ input: "state", message: "pass either `state` or `results`, and not both" }]);
  }
  for (const problem of ports.connection.channelProblems) ports.runner.warning(toHarmlessLine(problem));
  const undelivered = results === void 0 ? await tellState(inputs, state ?? "failed", ports) : await closeRun(inputs, results, ports);
  for (const line of undelivered) ports.runner.warning(toHarmlessLine(`not told: ${line}`));
}
async function closeRun(inputs, results, ports) {
  const { undelivered, isTold } = await flush(inputs, ports);
  const failed = describeFailedJobs(results);
  const isElsewhere = failedRollbacks(results).some((region) => region !== inputs.environment);
  if (failed === void 0 || isTold && !isElsewhere) return undelivered;
  const text = [inputs.text, `The run stopped. Jobs that ${failed}.`].filter((part) => part !== void 0).join(" ");
  return [...undelivered, ...await tellState({ ...inputs, text }, "failed", ports)];
}
async function flush({ service, environment }, { connection, runner }) {
  const { target, metrics, channels, clock, context } = connection;
  const ports = { target, metrics, channels, clock, log: runnerLog(runner), newId: randomUUID };
  try {
    const errand = { service, environment, reason: "the run has ended", ...context };
    const { undelivered } = await reconcile({ ...errand, mode: "watch" }, ports);
    const record2 = (await target.read())?.record;
    return { undelivered, isTold: hasOwnBadEnd(record2, context.runUrl) };
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { undelivered: [`the record cannot be used: ${error.message}`], isTold: false };
  }
}
function hasOwnBadEnd(record2, runUrl) {
  const rollout = record2?.rollout;
  return rollout?.runUrl !== void 0 && rollout.runUrl === runUrl && rollout.phase !== "succeeded";
}
async function tellState(inputs, state, ports) {
  const { connection, runner } = ports;
  const { clock } = connection;
  const notice = noticeOf(inputs, state, ports);
  const { isKnown } = releaseOf(inputs, ports);
  const channels = connection.channels.filter(({ name }) => name !== "ledger" || isKnown).filter(({ wantsProgress }) => wantsProgress || notice.kind !== "progress");
  const key = `${notice.rolloutId}/${notice.kind}`;
  const undelivered = await tellAll(channels, { notice, key, untilMs: clock.nowMs() + budgetMs }, clock);
  runner.info(toHarmlessLine(`${notice.service} ${notice.version} → ${notice.environment}: ${notice.text}`));
  return undelivered;
}
function releaseOf({ version, commit }, { env: env2 }) {
  const isKnown = version !== void 0 && commit !== void 0;
  return { isKnown, version: version ?? (commit ?? env2.GITHUB_SHA ?? "unknown").slice(0, 7) };
}
function noticeOf(inputs, state, ports) {
  const { service, environment, digest, commit, text } = inputs;
  const { clock, context } = ports.connection;
  const run2 = ports.env.GITHUB_RUN_ID ? `run-${ports.env.GITHUB_RUN_ID}` : randomUUID();
  const attempt = ports.env.GITHUB_RUN_ATTEMPT ?? "1";
  return {
    kind: state,
    service,
    environment,
    version: releaseOf(inputs, ports).version,
    rolloutId: `${run2}-${attempt}-${service}-${environment}`,
    phase: phaseOf(state),
    candidatePercent: state === "succeeded" ? 100 : 0,
    text: text ?? `The deployment ${state === "progress" ? "goes on" : state.replace("-", " ")}.`,
    reason: "reported by a workflow",
    actor: context.actor,
    atMs: clock.nowMs(),
    ...digest === void 0 ? {} : { digest },
    ...commit === void 0 ? {} : { commit },
    ...context.runUrl === void 0 ? {} : { runUrl: context.runUrl }
  };
}
function phaseOf(state) {
  switch (state) {
    case "started":
      return "admitted";
    case "progress":
      return "shifting";
    case "succeeded":
      return "succeeded";
    case "failed":
      return "abandoned";
    case "rolled-back":
      return "rolled-back";
    default:
      return assertNever(state);
  }
}

// actions/deploy-status/main.ts
var { env } = process;
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = connect({ ...inputs, manifest, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner, env });
});
