import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  toMarkdown,
  toStory
} from "./shared-11.mjs";
import {
  planOf,
  runRollout,
  runnerLog,
  toHarmlessLine
} from "./shared-8.mjs";
import {
  connect
} from "./shared-3.mjs";
import {
  commitInput,
  digestInput,
  environmentInput,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  reasonInput,
  serviceInput,
  versionInput
} from "./shared-4.mjs";
import {
  defineAction,
  runMain
} from "./shared-5.mjs";
import "./shared-9.mjs";
import "./shared-7.mjs";
import "./shared-6.mjs";
import "./shared-2.mjs";

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
    manifest: manifestInput,
    token: optionalTokenInput
  },
  outputs: {
    outcome: "succeeded, rolled-back, rollback-failed, abandoned, refused or lost.",
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
  const outcome = await runRollout(request, ports, signal2);
  await report(inputs, outcome, { connection, runner });
  return outcome;
}
function requestOf(inputs, connection) {
  const { service, settings, context } = connection;
  const { version, digest, commit, reason } = inputs;
  return {
    service: service.name,
    environment: settings.name,
    candidate: { version, digest, commit },
    // The engine reads the record and leaves the steps out when nothing serves yet.
    plan: planOf(settings.strategy, settings.limits, true),
    objectives: service.objectives,
    judge: settings.judge,
    reason,
    ...context
  };
}
async function report({ service, environment, version }, outcome, { connection, runner }) {
  const { kind, message, rollout, undelivered } = outcome;
  runner.setOutput("outcome", kind);
  runner.setOutput("phase", rollout?.phase ?? "");
  runner.setOutput("rollout-id", rollout?.id ?? "");
  runner.setOutput("url", connection.seen.url ?? "");
  for (const line2 of undelivered) runner.warning(toHarmlessLine(line2));
  await runner.addSummary(toMarkdown(toStory({ service, environment, version }, outcome)));
  const line = toHarmlessLine(`${service} ${version} → ${environment}: ${kind}. ${message}`);
  if (kind === "succeeded") runner.info(line);
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
