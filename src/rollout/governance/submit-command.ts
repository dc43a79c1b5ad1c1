import { kept } from "../bounded.ts";
import { isDriven } from "../lease.ts";
import { isTerminal } from "../phase.ts";
import type { Clock, RecordStore } from "../ports.ts";
import type { DeliveryRecord } from "../record.ts";
import { openBystander } from "../session.ts";
import type { Command, CommandKind } from "./command.ts";
import { liftQuarantine } from "./quarantine.ts";

export interface Wish {
  readonly kind: CommandKind;
  readonly actor: string;
  readonly reason: string;
  /** Only for `pause`: when it ends by itself, absolute. @default after a day */
  readonly untilMs?: number;
}

export interface ControlPorts {
  readonly target: RecordStore;
  readonly clock: Pick<Clock, "nowMs">;
  newId(): string;
}

export type Submission =
  /** In the record. Without a driver nobody would read it: whoever submitted it reconciles. */
  | { readonly kind: "submitted"; readonly message: string; readonly isDriven: boolean }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Writes a person's wish into the record, where whoever drives the rollout finds it at the next look.
 *
 * @throws TidegateError `corrupt-record`, `unavailable`, or `conflict` when others keep writing
 */
export async function submitCommand(wish: Wish, { target, clock, newId }: ControlPorts): Promise<Submission> {
  const stored = await target.read();
  const refusal = refusalOf(stored?.record);
  if (stored === undefined || refusal !== undefined) return { kind: "refused", message: refusal ?? nothingText };
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

const nothingText = "Nothing was ever delivered here.";

function refusalOf(record: DeliveryRecord | undefined): string | undefined {
  if (record === undefined) return nothingText;
  const { rollout, commands, service, environment } = record;
  if (rollout === undefined || isTerminal(rollout.phase)) {
    return `No rollout of ${service} is under way in ${environment}. To go back, use the rollback workflow.`;
  }
  if (commands.length < kept.commands) return undefined;
  return `${commands.length} commands wait already and nobody has read them. Reconcile first.`;
}

function withCommand(record: DeliveryRecord, wish: Wish, id: string, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || refusalOf(record) !== undefined) return record;
  const command: Command = { ...wish, id, rolloutId: rollout.id, atMs: nowMs };
  return { ...record, commands: [...record.commands, command] };
}

/** Lets a release that is in quarantine be delivered again. */
export async function submitRetry(
  wish: { readonly release: string; readonly actor: string; readonly reason: string },
  { target, clock }: ControlPorts,
): Promise<Submission> {
  const stored = await target.read();
  if (stored === undefined) return { kind: "refused", message: nothingText };
  const known = stored.record.quarantine.map(({ version }) => version).join(", ") || "nothing";
  const access = openBystander(target, stored);
  let isLifted = false;
  await access.update((record) => {
    const lifted = liftQuarantine(record, { ...wish, nowMs: clock.nowMs() });
    isLifted = lifted !== undefined;
    return lifted ?? record;
  });
  if (isLifted) return { kind: "submitted", message: `${wish.release} may be delivered again.`, isDriven: true };
  return { kind: "refused", message: `${wish.release} is not in quarantine here; ${known} is.` };
}
