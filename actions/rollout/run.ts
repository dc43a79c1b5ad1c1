import { randomUUID } from "node:crypto";
import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import type { Connection } from "../../src/connect/connect.ts";
import { runnerLog, toHarmlessLine } from "../../src/connect/runner-log.ts";
import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import { toStory } from "../../src/notify/story.ts";
import { toMarkdown } from "../../src/notify/summary.ts";
import { withEvidence } from "../../src/report/to-markdown.ts";
import { reportOf } from "../../src/report/to-report.ts";
import { type Outcome, planOf, type RolloutRequest, runRollout } from "../../src/rollout/index.ts";
import type { definition } from "./inputs.ts";
import { findMissingPatiently, lostMeanwhile, outOfOrder } from "./wave-order.ts";

export type RolloutInputs = InputsOf<typeof definition>;
type Connected = Omit<Connection, "secrets">;

export interface RolloutPorts {
  readonly connection: Connected;
  readonly runner: Runner;
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal;
}

/** Rolls out, then says everywhere how it ended: outputs, summary, and the step's failure unless it succeeded. */
export async function run(inputs: RolloutInputs, { connection, runner, signal }: RolloutPorts): Promise<Outcome> {
  const { target, metrics, channels, clock, commits } = connection;
  for (const problem of connection.channelProblems) runner.warning(toHarmlessLine(`Nobody is told by ${problem}`));
  const log = runnerLog(runner);
  const ports = { target, metrics, channels, clock, log, newId: randomUUID };
  const request = { ...requestOf(inputs, connection), isAncestor: commits.isAncestor };
  const outcome = await inItsOrder(inputs, connection, signal, () => runRollout(request, ports, signal));
  await report(inputs, outcome, { connection, runner });
  return outcome;
}

/** Of a wave, only where the regions before have the release, and keep it until it has succeeded here. */
async function inItsOrder(
  inputs: RolloutInputs,
  connection: Connected,
  signal: AbortSignal,
  rollOut: () => Promise<Outcome>,
): Promise<Outcome> {
  const { runUrl } = connection.context;
  const brought = { digest: inputs.digest, ...(runUrl === undefined ? {} : { runUrl }) };
  const { regionsBefore, clock } = connection;
  const look = () => findMissingPatiently(brought, regionsBefore, { clock, signal });
  const before = await look();
  if (before !== undefined) return outOfOrder(inputs, before);
  const outcome = withinWave(connection, await rollOut());
  const after = outcome.kind === "succeeded" ? await look() : undefined;
  return after === undefined ? outcome : lostMeanwhile(inputs, after, outcome);
}

/** A wave goes on where nothing is to be done. */
function withinWave({ settings }: Connected, outcome: Outcome): Outcome {
  const isThere = settings.wave !== undefined && outcome.refusal === "already-live";
  return isThere ? { kind: "succeeded", message: outcome.message, undelivered: outcome.undelivered } : outcome;
}

function requestOf(inputs: RolloutInputs, connection: Connected): Omit<RolloutRequest, "isAncestor"> {
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
    ...(settings.governance === undefined ? {} : { governance: settings.governance }),
    ...(irreversibleFromPercent === undefined ? {} : { irreversibleFromPercent }),
    ...(retryReason === undefined ? {} : { retryReason }),
    ...(overrideFreezeReason === undefined ? {} : { overrideFreezeReason }),
    ...(overrideBudgetReason === undefined ? {} : { overrideBudgetReason }),
    ...context,
  };
}

/** `true`: never; `false`: from the first request on; `until 20%`: from that share on; nothing: as declared. */
function irreversibleFrom(
  reversible: string | undefined,
  { irreversibleFromPercent }: Pick<EnvironmentSettings, "irreversibleFromPercent">,
): number | undefined {
  if (reversible === undefined) return irreversibleFromPercent;
  if (reversible === "true") return undefined;
  const percent = Number.parseFloat(reversible.slice("until ".length));
  return reversible === "false" ? 0 : percent;
}

/** What happened, then what the judge saw. What was refused was never judged. */
function summaryOf({ service, environment, version }: RolloutInputs, outcome: Outcome): string {
  const story = toMarkdown(toStory({ service, environment, version }, outcome));
  const { kind, rollout } = outcome;
  if (rollout === undefined || kind === "refused") return story;
  return withEvidence(story, reportOf({ service, environment }, rollout));
}

async function report(
  inputs: RolloutInputs,
  outcome: Outcome,
  { connection, runner }: Pick<RolloutPorts, "connection" | "runner">,
): Promise<void> {
  const { service, environment, version } = inputs;
  const { kind, message, rollout, undelivered } = outcome;
  runner.setOutput("outcome", kind);
  runner.setOutput("phase", rollout?.phase ?? "");
  runner.setOutput("rollout-id", rollout?.id ?? "");
  runner.setOutput("url", connection.seen.url ?? "");
  for (const line of undelivered) runner.warning(toHarmlessLine(line));
  await runner.addSummary(summaryOf(inputs, outcome));
  const line = toHarmlessLine(`${service} ${version} → ${environment}: ${kind}. ${message}`);
  if (kind === "succeeded" || kind === "baking") runner.info(line);
  else runner.setFailed(line);
}
