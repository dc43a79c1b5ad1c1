import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  reportOf,
  toMarkdown,
  toStory,
  withEvidence
} from "./shared-14.mjs";
import {
  findSucceeded,
  namesRelease,
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
  getService,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  reasonInput,
  serviceInput
} from "./shared-7.mjs";
import {
  digestSchema
} from "./shared-6.mjs";
import {
  InvalidInputError,
  defineAction,
  runMain,
  toMessage
} from "./shared-8.mjs";
import {
  TidegateError,
  _enum,
  string
} from "./shared-2.mjs";

// actions/reconcile/main.ts
import { resolve } from "node:path";

// actions/reconcile/inputs.ts
var definition = defineAction({
  name: "reconcile",
  title: "tidegate reconcile",
  description: "Reads the record at the target and brings the environment to a safe state; doing it again changes nothing.",
  inputs: {
    service: serviceInput,
    environment: {
      description: "Name of the environment, as in the manifest; empty means every environment of the service.",
      schema: string().optional(),
      required: false
    },
    mode: {
      description: "watch leaves a rollout alone whose driver is alive, recover ends the one under way, rollback also takes back one that had succeeded, undo does so only if this run brought it.",
      schema: _enum(["watch", "recover", "rollback", "undo"]),
      required: true
    },
    to: {
      description: "What rollback goes back to: last-good, a version or a digest that the record knows.",
      schema: string(),
      required: false,
      default: "last-good"
    },
    digest: {
      description: "Only for undo: digest of the release that this run brought and that is taken back.",
      schema: digestSchema.optional(),
      required: false
    },
    reason: reasonInput,
    manifest: manifestInput,
    token: optionalTokenInput
  },
  outputs: {
    outcome: "What was done; the worst one when there were several environments.",
    phase: "Phase of the rollout in the record afterwards, empty when there is none.",
    version: "Version of the release that has just succeeded, after a long bake for example; empty when none has.",
    digest: "Its digest.",
    commit: "Its commit."
  },
  permissions: { contents: "read", deployments: { level: "write", why: "keeps the ledger" } }
});

// actions/reconcile/run.ts
import { randomUUID } from "node:crypto";
var fromBestToWorst = [
  "nothing-to-do",
  "in-progress",
  "baking",
  "succeeded",
  "abandoned",
  "rolled-back",
  "lost",
  "refused",
  "unreachable",
  "frozen",
  "rollback-failed"
];
async function run(inputs, { connections, runner }) {
  if (inputs.mode === "undo" && inputs.digest === void 0) {
    throw new InvalidInputError([{ input: "digest", message: "is needed by undo: which release?" }]);
  }
  const settled = await Promise.allSettled(connections.map((one) => reconcileOne(inputs, one, runner)));
  const results = [];
  for (const [index, one] of settled.entries()) {
    if (one.status === "fulfilled") await runner.addSummary(one.value.summary);
    const environment = connections[index]?.settings.name ?? "";
    results.push(one.status === "fulfilled" ? one.value.result : defect(environment, one.reason));
  }
  report(results, inputs.mode, runner);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
  return results;
}
function defect(environment, thrown) {
  return { environment, kind: "unreachable", message: reasonOf(thrown), phase: "" };
}
function report(results, mode, runner) {
  const ranked = results.toSorted(
    (one, other) => fromBestToWorst.indexOf(other.kind) - fromBestToWorst.indexOf(one.kind)
  );
  runner.setOutput("outcome", ranked[0]?.kind ?? "nothing-to-do");
  runner.setOutput("phase", ranked[0]?.phase ?? "");
  const release = results.length === 1 ? results[0]?.succeeded : void 0;
  for (const name of ["version", "digest", "commit"]) runner.setOutput(name, release?.[name] ?? "");
  const bad = results.filter((result) => !isDone(result, mode));
  if (bad.length > 0) runner.setFailed(bad.map(lineOf).join("; "));
}
var lineOf = ({ environment, kind, message }) => toHarmlessLine(`${environment}: ${kind}. ${message}`);
function isDone({ kind, isStillHere }, mode) {
  switch (kind) {
    case "nothing-to-do":
    case "succeeded":
    case "baking":
      return true;
    // The target is safe; but who asked for the way back must know that it failed.
    case "rolled-back":
    case "abandoned":
      return isStillHere !== true || mode !== "rollback" && mode !== "undo";
    // A driver that is alive, or that has just taken over, sees to it; a person who wants to go back must know.
    case "in-progress":
    case "lost":
      return mode !== "rollback" && mode !== "undo";
    default:
      return false;
  }
}
function hasMissed({ kind, rollout }, { service, mode, to }) {
  if (rollout?.plan.strategy !== "restore" || kind !== "rolled-back" && kind !== "abandoned") return false;
  const { stable } = rollout;
  return mode !== "rollback" || stable === void 0 || !namesRelease(to, stable, service);
}
function summaryOf(place, ending) {
  const story = toMarkdown(toStory(place, ending));
  const { kind, rollout } = ending;
  const isOld = kind === "nothing-to-do" || kind === "in-progress" || kind === "refused";
  return rollout === void 0 || isOld ? story : withEvidence(story, reportOf(place, rollout));
}
async function reconcileOne(inputs, connection, runner) {
  const { service, mode, to, digest, reason } = inputs;
  const { target, metrics, channels, clock, context } = connection;
  const environment = connection.settings.name;
  const judging = { objectives: connection.service.objectives, judge: connection.settings.judge };
  const ports = { target, metrics, channels, clock, log: runnerLog(runner), newId: randomUUID };
  try {
    const wish = { mode, to, reason, ...digest === void 0 ? {} : { digest } };
    const ending = await reconcile({ service, environment, ...wish, judging, ...context }, ports);
    for (const line of ending.undelivered) runner.warning(toHarmlessLine(`${environment}: ${line}`));
    const { kind, message, rollout } = ending;
    const succeeded = findSucceeded(ending);
    const result = {
      environment,
      kind,
      message,
      phase: rollout?.phase ?? "",
      ...succeeded === void 0 ? {} : { succeeded },
      ...hasMissed(ending, inputs) ? { isStillHere: true } : {}
    };
    runner.info(lineOf(result));
    return { result, summary: summaryOf({ service, environment }, ending) };
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const message = toMessage(error);
    const story = toStory({ service, environment }, { kind: "refused", message, undelivered: [] });
    return { result: { environment, kind: "unreachable", message, phase: "" }, summary: toMarkdown(story) };
  }
}

// actions/reconcile/main.ts
var { env } = process;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
});
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const all = getService(manifest, inputs.service).environments.map(({ name }) => name);
  const environments = inputs.environment === void 0 ? all : [inputs.environment];
  const connections = environments.map((environment) => connect({ ...inputs, environment, manifest, env }));
  for (const { secrets } of connections) for (const secret of secrets) runner.setSecret(secret);
  await run(inputs, { connections, runner });
});
