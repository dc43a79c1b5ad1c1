import type { Release } from "../release/release.ts";
import type { CommandKind } from "../rollout/governance/command.ts";
import { type ControlPorts, submitCommand, submitRetry } from "../rollout/governance/submit-command.ts";
import { findSucceeded, reconcile } from "../rollout/index.ts";
import type { Log } from "../rollout/ports.ts";
import type { Connection } from "./connect.ts";

/** What a person wants of the rollout under way, or, with `retry`, of a release in quarantine. */
export interface Control {
  readonly command: CommandKind | "retry";
  readonly reason: string;
  /** Only for `retry`. */
  readonly release?: string;
  /** Only for `pause`: how long at most. @default a day */
  readonly forMs?: number;
}

export interface Controlled {
  /** `submitted`, `refused`, or how the rollout stands once this process has seen to it. */
  readonly outcome: string;
  readonly message: string;
  readonly isDone: boolean;
  /** The release that has succeeded by that. */
  readonly succeeded?: Release;
}

/**
 * Writes the decision into the record. Somebody who drives finds it there; when nobody does, as during a long bake, this
 * process sees to it.
 */
export async function control(
  { command, reason, release = "", forMs }: Control,
  connection: Omit<Connection, "secrets">,
  { log, newId }: { readonly log: Log; readonly newId: () => string },
): Promise<Controlled> {
  const { target, clock, context } = connection;
  const ports: ControlPorts = { target, clock, newId };
  const by = { actor: context.actor, reason };
  const wish = { ...by, kind: command, ...(forMs === undefined ? {} : { untilMs: clock.nowMs() + forMs }) };
  const submission =
    wish.kind === "retry"
      ? await submitRetry({ ...by, release }, ports)
      : await submitCommand({ ...wish, kind: wish.kind }, ports);
  const { kind, message } = submission;
  if (kind === "refused" || submission.isDriven) return { outcome: kind, message, isDone: kind === "submitted" };
  log.info(message);
  return seeToIt(command, reason, connection, { log, newId });
}

async function seeToIt(
  command: Control["command"],
  reason: string,
  connection: Omit<Connection, "secrets">,
  { log, newId }: { readonly log: Log; readonly newId: () => string },
): Promise<Controlled> {
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
    ...(succeeded === undefined ? {} : { succeeded }),
  };
}
