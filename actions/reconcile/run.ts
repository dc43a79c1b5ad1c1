import { randomUUID } from "node:crypto";
import type { InputsOf } from "../../src/action/define-action.ts";
import { toMessage } from "../../src/action/run-main.ts";
import type { Runner } from "../../src/action/runner.ts";
import type { Connection } from "../../src/connect/connect.ts";
import { runnerLog, toHarmlessLine } from "../../src/connect/runner-log.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { reasonOf } from "../../src/errors/reason-of.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { toStory } from "../../src/notify/story.ts";
import { toMarkdown } from "../../src/notify/summary.ts";
import type { Release } from "../../src/release/release.ts";
import { withEvidence } from "../../src/report/to-markdown.ts";
import { reportOf } from "../../src/report/to-report.ts";
import { findSucceeded, type Outcome, reconcile, type Unchanged } from "../../src/rollout/index.ts";
import { namesRelease } from "../../src/rollout/rollback-target.ts";
import type { definition } from "./inputs.ts";

export type ReconcileInputs = InputsOf<typeof definition>;

export interface ReconcilePorts {
  /** One for each environment that is asked for. */
  readonly connections: readonly Omit<Connection, "secrets">[];
  readonly runner: Runner;
}

/** How it went in one environment; `unreachable` when nothing could be decided there. */
export interface Reconciled {
  readonly environment: string;
  readonly kind: (Outcome | Unchanged)["kind"] | "unreachable";
  readonly message: string;
  readonly phase: string;
  /** It was a way back that ended without the release it was to bring back. */
  readonly isStillHere?: true;
  /** The release that has just succeeded here, and gets its next name. Going back names nothing. */
  readonly succeeded?: Release;
}

/** Best first: the last one that occurred is what the step says. */
const fromBestToWorst: readonly Reconciled["kind"][] = [
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
  "rollback-failed",
];

/**
 * Brings each environment to a safe state. They do not wait for each other: one that cannot be reached, or takes long, or
 * meets a defect of ours, does not keep the others from it.
 *
 * @throws InvalidInputError when an undo names no release
 * @throws whatever else than a TidegateError went wrong somewhere, once all the others have ended
 */
export async function run(inputs: ReconcileInputs, { connections, runner }: ReconcilePorts): Promise<Reconciled[]> {
  if (inputs.mode === "undo" && inputs.digest === undefined) {
    throw new InvalidInputError([{ input: "digest", message: "is needed by undo: which release?" }]);
  }
  const settled = await Promise.allSettled(connections.map((one) => reconcileOne(inputs, one, runner)));
  const results: Reconciled[] = [];
  for (const [index, one] of settled.entries()) {
    if (one.status === "fulfilled") await runner.addSummary(one.value.summary);
    const environment = connections[index]?.settings.name ?? "";
    results.push(one.status === "fulfilled" ? one.value.result : defect(environment, one.reason));
  }
  report(results, inputs.mode, runner);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
  return results;
}

function defect(environment: string, thrown: unknown): Reconciled {
  return { environment, kind: "unreachable", message: reasonOf(thrown), phase: "" };
}

function report(results: readonly Reconciled[], mode: ReconcileInputs["mode"], runner: Runner): void {
  const ranked = results.toSorted(
    (one, other) => fromBestToWorst.indexOf(other.kind) - fromBestToWorst.indexOf(one.kind),
  );
  runner.setOutput("outcome", ranked[0]?.kind ?? "nothing-to-do");
  runner.setOutput("phase", ranked[0]?.phase ?? "");
  // Of several environments nobody could tell which one it is about.
  const release = results.length === 1 ? results[0]?.succeeded : undefined;
  for (const name of ["version", "digest", "commit"] as const) runner.setOutput(name, release?.[name] ?? "");
  const bad = results.filter((result) => !isDone(result, mode));
  if (bad.length > 0) runner.setFailed(bad.map(lineOf).join("; "));
}

const lineOf = ({ environment, kind, message }: Reconciled) => toHarmlessLine(`${environment}: ${kind}. ${message}`);

/** The target is safe and what was asked for is done. */
function isDone({ kind, isStillHere }: Reconciled, mode: ReconcileInputs["mode"]): boolean {
  switch (kind) {
    case "nothing-to-do":
    case "succeeded":
    case "baking":
      return true;
    // The target is safe; but who asked for the way back must know that it failed.
    case "rolled-back":
    case "abandoned":
      return isStillHere !== true || (mode !== "rollback" && mode !== "undo");
    // A driver that is alive, or that has just taken over, sees to it; a person who wants to go back must know.
    case "in-progress":
    case "lost":
      return mode !== "rollback" && mode !== "undo";
    default:
      return false;
  }
}

/** Unless it was turned round because somebody wants the release by name that it was to take away. */
function hasMissed({ kind, rollout }: Outcome | Unchanged, { service, mode, to }: ReconcileInputs): boolean {
  if (rollout?.plan.strategy !== "restore" || (kind !== "rolled-back" && kind !== "abandoned")) return false;
  const { stable } = rollout;
  return mode !== "rollback" || stable === undefined || !namesRelease(to, stable, service);
}

/** What was done, then what the judge saw of it. Where nothing was done, what it saw was told before. */
function summaryOf(
  place: { readonly service: string; readonly environment: string },
  ending: Outcome | Unchanged,
): string {
  const story = toMarkdown(toStory(place, ending));
  const { kind, rollout } = ending;
  const isOld = kind === "nothing-to-do" || kind === "in-progress" || kind === "refused";
  return rollout === undefined || isOld ? story : withEvidence(story, reportOf(place, rollout));
}

async function reconcileOne(
  inputs: ReconcileInputs,
  connection: Omit<Connection, "secrets">,
  runner: Runner,
): Promise<{ readonly result: Reconciled; readonly summary: string }> {
  const { service, mode, to, digest, reason } = inputs;
  const { target, metrics, channels, clock, context } = connection;
  const environment = connection.settings.name;
  const judging = { objectives: connection.service.objectives, judge: connection.settings.judge };
  const ports = { target, metrics, channels, clock, log: runnerLog(runner), newId: randomUUID };
  try {
    const wish = { mode, to, reason, ...(digest === undefined ? {} : { digest }) };
    const ending = await reconcile({ service, environment, ...wish, judging, ...context }, ports);
    for (const line of ending.undelivered) runner.warning(toHarmlessLine(`${environment}: ${line}`));
    const { kind, message, rollout } = ending;
    const succeeded = findSucceeded(ending);
    const result = {
      environment,
      kind,
      message,
      phase: rollout?.phase ?? "",
      ...(succeeded === undefined ? {} : { succeeded }),
      ...(hasMissed(ending, inputs) ? { isStillHere: true as const } : {}),
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
