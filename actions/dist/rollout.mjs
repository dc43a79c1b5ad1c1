import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  findMissingPatiently,
  lostMeanwhile,
  outOfOrder
} from "./shared-13.mjs";
import {
  reportOf,
  toMarkdown,
  toStory,
  withEvidence
} from "./shared-14.mjs";
import {
  planOf,
  runRollout,
  runnerLog,
  toHarmlessLine
} from "./shared-9.mjs";
import "./shared-10.mjs";
import {
  connect
} from "./shared-3.mjs";
import "./shared-11.mjs";
import "./shared-4.mjs";
import "./shared-5.mjs";
import {
  commitInput,
  digestInput,
  environmentInput,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  overrideBudgetInput,
  overrideFreezeInput,
  reasonInput,
  retryReasonInput,
  serviceInput,
  versionInput
} from "./shared-7.mjs";
import "./shared-6.mjs";
import {
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  _enum,
  string
} from "./shared-2.mjs";

// actions/rollout/main.ts
import { resolve } from "node:path";

// src/connect/cancel-signal.ts
function cancelSignal(source) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  source.on("SIGINT", abort);
  source.on("SIGTERM", abort);
  return controller.signal;
}

// actions/rollout/inputs.ts
var definition = defineAction({
  name: "rollout",
  title: "tidegate rollout",
  description: "Shifts an environment's traffic to a release step by step while the evidence is good, and takes it back when it is not.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: versionInput,
    digest: digestInput,
    commit: commitInput,
    reason: reasonInput,
    reversible: {
      description: 'Whether the release can be taken back: true, false, or "until 20%" when it cannot from the step on that gives it so much traffic. What fails past that point is frozen, and people are called. Empty: as the manifest says of the environment, which is true unless it says otherwise.',
      schema: string().regex(/^(true|false|until (100|\d{1,2})(\.\d+)?\s?%)$/, 'expected true, false, or "until 20%"').optional(),
      required: false
    },
    hotfix: {
      description: "true when the release mends what is broken now: it is not baked. The reason is kept in the audit.",
      schema: _enum(["true", "false"]).default("false"),
      required: false
    },
    "retry-reason": retryReasonInput,
    "override-freeze": overrideFreezeInput,
    "override-budget": overrideBudgetInput,
    manifest: manifestInput,
    token: optionalTokenInput
  },
  outputs: {
    outcome: "succeeded, baking (a long bake that the watchdog finishes), rolled-back, rollback-failed, frozen, abandoned, refused or lost.",
    phase: "Phase of the rollout in the record, empty when none was started.",
    "rollout-id": "Id of the rollout in the record, empty when none was started.",
    url: "Where users reach the service in this environment."
  },
  permissions: {
    contents: { level: "read", why: "compares commits" },
    deployments: { level: "write", why: "keeps the ledger" },
    packages: { level: "read", why: "pulls the image" }
  }
});

// actions/rollout/run.ts
import { randomUUID } from "node:crypto";
async function run(inputs, { connection, runner, signal: signal2 }) {
  const { target, metrics, channels, clock, commits } = connection;
  for (const problem of connection.channelProblems) runner.warning(toHarmlessLine(`Nobody is told by ${problem}`));
  const log = runnerLog(runner);
  const ports = { target, metrics, channels, clock, log, newId: randomUUID };
  const request = { ...requestOf(inputs, connection), isAncestor: commits.isAncestor };
  const outcome = await inItsOrder(inputs, connection, signal2, () => runRollout(request, ports, signal2));
  await report(inputs, outcome, { connection, runner });
  return outcome;
}
async function inItsOrder(inputs, connection, signal2, rollOut) {
  const { runUrl } = connection.context;
  const brought = { digest: inputs.digest, ...runUrl === void 0 ? {} : { runUrl } };
  const { regionsBefore, clock } = connection;
  const look = () => findMissingPatiently(brought, regionsBefore, { clock, signal: signal2 });
  const before = await look();
  if (before !== void 0) return outOfOrder(inputs, before);
  const outcome = withinWave(connection, await rollOut());
  const after = outcome.kind === "succeeded" ? await look() : void 0;
  return after === void 0 ? outcome : lostMeanwhile(inputs, after, outcome);
}
function withinWave({ settings }, outcome) {
  const isThere = settings.wave !== void 0 && outcome.refusal === "already-live";
  return isThere ? { kind: "succeeded", message: outcome.message, undelivered: outcome.undelivered } : outcome;
}
function requestOf(inputs, connection) {
  const { service, settings, context } = connection;
  const { version, digest, commit, reason, "retry-reason": retryReason } = inputs;
  const { "override-freeze": overrideFreezeReason, "override-budget": overrideBudgetReason } = inputs;
  const irreversibleFromPercent = irreversibleFrom(inputs.reversible, settings);
  return {
    service: service.name,
    environment: settings.name,
    candidate: { version, digest, commit },
    // The engine reads the record and leaves the steps out when nothing serves yet.
    plan: planOf(settings.strategy, settings.limits, true),
    objectives: service.objectives,
    judge: settings.judge,
    reason,
    isHotfix: inputs.hotfix === "true",
    ...settings.governance === void 0 ? {} : { governance: settings.governance },
    ...irreversibleFromPercent === void 0 ? {} : { irreversibleFromPercent },
    ...retryReason === void 0 ? {} : { retryReason },
    ...overrideFreezeReason === void 0 ? {} : { overrideFreezeReason },
    ...overrideBudgetReason === void 0 ? {} : { overrideBudgetReason },
    ...context
  };
}
function irreversibleFrom(reversible, { irreversibleFromPercent }) {
  if (reversible === void 0) return irreversibleFromPercent;
  if (reversible === "true") return void 0;
  const percent = Number.parseFloat(reversible.slice("until ".length));
  return reversible === "false" ? 0 : percent;
}
function summaryOf({ service, environment, version }, outcome) {
  const story = toMarkdown(toStory({ service, environment, version }, outcome));
  const { kind, rollout } = outcome;
  if (rollout === void 0 || kind === "refused") return story;
  return withEvidence(story, reportOf({ service, environment }, rollout));
}
async function report(inputs, outcome, { connection, runner }) {
  const { service, environment, version } = inputs;
  const { kind, message, rollout, undelivered } = outcome;
  runner.setOutput("outcome", kind);
  runner.setOutput("phase", rollout?.phase ?? "");
  runner.setOutput("rollout-id", rollout?.id ?? "");
  runner.setOutput("url", connection.seen.url ?? "");
  for (const line2 of undelivered) runner.warning(toHarmlessLine(line2));
  await runner.addSummary(summaryOf(inputs, outcome));
  const line = toHarmlessLine(`${service} ${version} → ${environment}: ${kind}. ${message}`);
  if (kind === "succeeded" || kind === "baking") runner.info(line);
  else runner.setFailed(line);
}

// actions/rollout/main.ts
var { env } = process;
var signal = cancelSignal(process);
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = connect({ ...inputs, manifest, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner, signal });
});
