import { randomUUID } from "node:crypto";
import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import type { Connection } from "../../src/connect/connect.ts";
import { runnerLog, toHarmlessLine } from "../../src/connect/runner-log.ts";
import { assertNever } from "../../src/errors/assert-never.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { reconcile } from "../../src/rollout/index.ts";
import type { Notice } from "../../src/rollout/notice.ts";
import type { Phase } from "../../src/rollout/phase.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { describeFailedJobs, failedRollbacks } from "./failed-jobs.ts";
import type { definition } from "./inputs.ts";
import { tellAll } from "./tell-all.ts";

export type DeployStatusInputs = InputsOf<typeof definition>;
type State = NonNullable<DeployStatusInputs["state"]>;

export interface DeployStatusPorts {
  readonly connection: Omit<Connection, "secrets">;
  readonly runner: Runner;
  /** What names the run and its commit when the inputs do not. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A job that only tells should end soon. */
const budgetMs = 90_000;

/**
 * With `results`: sees that the team knows how the run ended. With `state`: tells the ledger and the channels just that.
 * Whoever cannot be told is named in a warning; the step does not fail for it.
 *
 * @throws InvalidInputError when there is neither, or both
 */
export async function run(inputs: DeployStatusInputs, ports: DeployStatusPorts): Promise<void> {
  const { results, state } = inputs;
  if ((results === undefined) === (state === undefined)) {
    throw new InvalidInputError([{ input: "state", message: "pass either `state` or `results`, and not both" }]);
  }
  for (const problem of ports.connection.channelProblems) ports.runner.warning(toHarmlessLine(problem));
  const undelivered =
    results === undefined ? await tellState(inputs, state ?? "failed", ports) : await closeRun(inputs, results, ports);
  for (const line of undelivered) ports.runner.warning(toHarmlessLine(`not told: ${line}`));
}

async function closeRun(
  inputs: DeployStatusInputs,
  results: NonNullable<DeployStatusInputs["results"]>,
  ports: DeployStatusPorts,
): Promise<readonly string[]> {
  const { undelivered, isTold } = await flush(inputs, ports);
  const failed = describeFailedJobs(results);
  // What could not be taken back in another region of a wave is not in this one's record.
  const isElsewhere = failedRollbacks(results).some((region) => region !== inputs.environment);
  if (failed === undefined || (isTold && !isElsewhere)) return undelivered;
  const text = [inputs.text, `The run stopped. Jobs that ${failed}.`].filter((part) => part !== undefined).join(" ");
  return [...undelivered, ...(await tellState({ ...inputs, text }, "failed", ports))];
}

/** Delivers what the record still holds; says whether this run's own rollout has told, or will tell, of the failure. */
async function flush(
  { service, environment }: DeployStatusInputs,
  { connection, runner }: DeployStatusPorts,
): Promise<{ readonly undelivered: readonly string[]; readonly isTold: boolean }> {
  const { target, metrics, channels, clock, context } = connection;
  const ports = { target, metrics, channels, clock, log: runnerLog(runner), newId: randomUUID };
  try {
    const errand = { service, environment, reason: "the run has ended", ...context };
    const { undelivered } = await reconcile({ ...errand, mode: "watch" }, ports);
    const record = (await target.read())?.record;
    return { undelivered, isTold: hasOwnBadEnd(record, context.runUrl) };
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { undelivered: [`the record cannot be used: ${error.message}`], isTold: false };
  }
}

/** A rollout that went well has told of success only: a job that failed after it is still news. */
function hasOwnBadEnd(record: DeliveryRecord | undefined, runUrl: string | undefined): boolean {
  const rollout = record?.rollout;
  return rollout?.runUrl !== undefined && rollout.runUrl === runUrl && rollout.phase !== "succeeded";
}

async function tellState(inputs: DeployStatusInputs, state: State, ports: DeployStatusPorts): Promise<string[]> {
  const { connection, runner } = ports;
  const { clock } = connection;
  const notice = noticeOf(inputs, state, ports);
  const { isKnown } = releaseOf(inputs, ports);
  // GitHub files a deployment under a commit; without a release there is nothing to file.
  const channels = connection.channels
    .filter(({ name }) => name !== "ledger" || isKnown)
    .filter(({ wantsProgress }) => wantsProgress || notice.kind !== "progress");
  const key = `${notice.rolloutId}/${notice.kind}`;
  const undelivered = await tellAll(channels, { notice, key, untilMs: clock.nowMs() + budgetMs }, clock);
  runner.info(toHarmlessLine(`${notice.service} ${notice.version} → ${notice.environment}: ${notice.text}`));
  return undelivered;
}

function releaseOf({ version, commit }: DeployStatusInputs, { env }: DeployStatusPorts) {
  const isKnown = version !== undefined && commit !== undefined;
  return { isKnown, version: version ?? (commit ?? env.GITHUB_SHA ?? "unknown").slice(0, 7) };
}

function noticeOf(inputs: DeployStatusInputs, state: State, ports: DeployStatusPorts): Notice {
  const { service, environment, digest, commit, text } = inputs;
  const { clock, context } = ports.connection;
  const run = ports.env.GITHUB_RUN_ID ? `run-${ports.env.GITHUB_RUN_ID}` : randomUUID();
  const attempt = ports.env.GITHUB_RUN_ATTEMPT ?? "1";
  return {
    kind: state,
    service,
    environment,
    version: releaseOf(inputs, ports).version,
    rolloutId: `${run}-${attempt}-${service}-${environment}`,
    phase: phaseOf(state),
    candidatePercent: state === "succeeded" ? 100 : 0,
    text: text ?? `The deployment ${state === "progress" ? "goes on" : state.replace("-", " ")}.`,
    reason: "reported by a workflow",
    actor: context.actor,
    atMs: clock.nowMs(),
    ...(digest === undefined ? {} : { digest }),
    ...(commit === undefined ? {} : { commit }),
    ...(context.runUrl === undefined ? {} : { runUrl: context.runUrl }),
  };
}

function phaseOf(state: State): Phase {
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
