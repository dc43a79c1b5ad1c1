import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  findSucceeded,
  isDriven,
  liftQuarantine,
  openBystander,
  reconcile,
  runnerLog,
  toHarmlessLine
} from "./shared-9.mjs";
import {
  kept
} from "./shared-10.mjs";
import {
  connect
} from "./shared-3.mjs";
import "./shared-11.mjs";
import "./shared-4.mjs";
import {
  isTerminal
} from "./shared-5.mjs";
import {
  environmentInput,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  serviceInput
} from "./shared-7.mjs";
import "./shared-6.mjs";
import {
  InvalidInputError,
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  _enum,
  string
} from "./shared-2.mjs";

// actions/control/main.ts
import { resolve } from "node:path";

// actions/control/inputs.ts
var definition = defineAction({
  name: "control",
  title: "tidegate control",
  description: "Writes a person's decision about the rollout under way into its record, with the reason.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    command: {
      description: "pause, resume, abort, promote-now (leaves out the remaining steps, or the bake), override-freeze, or retry (lifts a quarantine).",
      schema: _enum(["pause", "resume", "abort", "promote-now", "override-freeze", "retry"]),
      required: true
    },
    release: {
      description: "Only for retry: the version or digest that may be delivered again.",
      schema: string().optional(),
      required: false
    },
    minutes: {
      description: "Only for pause: how long at most, in minutes; then it goes back. Empty means a day.",
      schema: string().regex(/^[1-9]\d{0,3}$/, "expected a whole number of minutes such as 30").optional(),
      required: false
    },
    reason: {
      description: "Why, in a sentence; it is kept in the record.",
      schema: string().max(500, "at most 500 characters"),
      required: true
    },
    manifest: manifestInput,
    token: optionalTokenInput
  },
  outputs: {
    outcome: "submitted, refused, or how the rollout ended when nobody else drove it.",
    version: "Version of the release that has succeeded by this decision, with its bake left out; empty when none has.",
    digest: "Its digest.",
    commit: "Its commit."
  },
  permissions: { contents: "read", deployments: { level: "write", why: "keeps the ledger" } }
});

// actions/control/run.ts
import { randomUUID } from "node:crypto";

// src/rollout/governance/submit-command.ts
async function submitCommand(wish, { target, clock, newId }) {
  const stored = await target.read();
  const refusal = refusalOf(stored?.record);
  if (stored === void 0 || refusal !== void 0) return { kind: "refused", message: refusal ?? nothingText };
  const id = newId();
  const record = await openBystander(target, stored).update((current) => withCommand(current, wish, id, clock.nowMs()));
  const version = record.rollout?.candidate.version;
  if (!record.commands.some((command) => command.id === id)) {
    return { kind: "refused", message: `${version} has just ended, so ${wish.kind} came too late.` };
  }
  const isSeenTo = isDriven(record, clock.nowMs());
  const by = isSeenTo ? `${record.rollout?.lease?.holder} sees to it` : "nobody drives it now";
  return { kind: "submitted", message: `${wish.kind} of ${version} is in the record; ${by}.`, isDriven: isSeenTo };
}
var nothingText = "Nothing was ever delivered here.";
function refusalOf(record) {
  if (record === void 0) return nothingText;
  const { rollout, commands, service, environment } = record;
  if (rollout === void 0 || isTerminal(rollout.phase)) {
    return `No rollout of ${service} is under way in ${environment}. To go back, use the rollback workflow.`;
  }
  if (commands.length < kept.commands) return void 0;
  return `${commands.length} commands wait already and nobody has read them. Reconcile first.`;
}
function withCommand(record, wish, id, nowMs) {
  const { rollout } = record;
  if (rollout === void 0 || refusalOf(record) !== void 0) return record;
  const command = { ...wish, id, rolloutId: rollout.id, atMs: nowMs };
  return { ...record, commands: [...record.commands, command] };
}
async function submitRetry(wish, { target, clock }) {
  const stored = await target.read();
  if (stored === void 0) return { kind: "refused", message: nothingText };
  const known = stored.record.quarantine.map(({ version }) => version).join(", ") || "nothing";
  const access = openBystander(target, stored);
  let isLifted = false;
  await access.update((record) => {
    const lifted = liftQuarantine(record, { ...wish, nowMs: clock.nowMs() });
    isLifted = lifted !== void 0;
    return lifted ?? record;
  });
  if (isLifted) return { kind: "submitted", message: `${wish.release} may be delivered again.`, isDriven: true };
  return { kind: "refused", message: `${wish.release} is not in quarantine here; ${known} is.` };
}

// src/connect/control.ts
async function control({ command, reason, release = "", forMs }, connection, { log, newId }) {
  const { target, clock, context } = connection;
  const ports = { target, clock, newId };
  const by = { actor: context.actor, reason };
  const wish = { ...by, kind: command, ...forMs === void 0 ? {} : { untilMs: clock.nowMs() + forMs } };
  const submission = wish.kind === "retry" ? await submitRetry({ ...by, release }, ports) : await submitCommand({ ...wish, kind: wish.kind }, ports);
  const { kind, message } = submission;
  if (kind === "refused" || submission.isDriven) return { outcome: kind, message, isDone: kind === "submitted" };
  log.info(message);
  return seeToIt(command, reason, connection, { log, newId });
}
async function seeToIt(command, reason, connection, { log, newId }) {
  const { service, settings, target, metrics, channels, clock, context } = connection;
  const judging = { objectives: service.objectives, judge: settings.judge };
  const request = { service: service.name, environment: settings.name, mode: "watch", reason, judging, ...context };
  const ports = { target, metrics, channels, clock, log, newId };
  const ending = await reconcile({ ...request, mode: "watch" }, ports);
  const wanted = command === "abort" ? ["rolled-back", "abandoned"] : ["succeeded", "baking", "in-progress"];
  const succeeded = findSucceeded(ending);
  return {
    outcome: ending.kind,
    message: ending.message,
    isDone: wanted.includes(ending.kind),
    ...succeeded === void 0 ? {} : { succeeded }
  };
}

// actions/control/run.ts
async function run(inputs, { connection, runner }) {
  const { command, release, minutes, reason, service, environment } = inputs;
  if (command === "retry" && release === void 0) {
    throw new InvalidInputError([{ input: "release", message: "is needed by retry: which version?" }]);
  }
  const forMs = minutes === void 0 ? void 0 : Number(minutes) * 6e4;
  const wish = {
    command,
    reason,
    ...release === void 0 ? {} : { release },
    ...forMs === void 0 ? {} : { forMs }
  };
  const done = await control(wish, connection, { log: runnerLog(runner), newId: randomUUID });
  runner.setOutput("outcome", done.outcome);
  for (const name of ["version", "digest", "commit"]) runner.setOutput(name, done.succeeded?.[name] ?? "");
  const line = toHarmlessLine(`${service} → ${environment}: ${command}: ${done.outcome}. ${done.message}`);
  await runner.addSummary(
    `### ${done.isDone ? "✅" : "⛔"} ${command} of ${service} in ${environment}

${done.outcome}
`
  );
  if (done.isDone) runner.info(line);
  else runner.setFailed(line);
}

// actions/control/main.ts
var { env } = process;
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = connect({ ...inputs, manifest, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner });
});
