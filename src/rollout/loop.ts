import { TidegateError } from "../errors/tidegate-error.ts";
import type { Assess } from "./assess.ts";
import { keepLease, renewalDueMs } from "./lease.ts";
import type { Listener } from "./outbox.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { EnginePorts } from "./request.ts";
import type { RecordAccess } from "./session.ts";
import { within } from "./within.ts";

/** One actor driving one rollout: what it holds, and the little that it remembers beside the record. */
export interface Loop {
  readonly access: RecordAccess;
  readonly ports: EnginePorts;
  readonly holder: string;
  readonly assess: Assess;
  /** Cancels the rollout; taken away once it has. */
  signal?: AbortSignal;
  /** The operation that the target has accepted last, to be confirmed by what it says next. */
  appliedKey?: string;
}

/** The user cancelled while the engine waited for something. */
export class CancelledError extends TidegateError {
  constructor() {
    super("timeout", "The rollout was cancelled.");
  }
}

export function rolloutOf(record: DeliveryRecord): Rollout {
  if (record.rollout !== undefined) return record.rollout;
  throw new TidegateError("corrupt-record", "The record has lost its rollout. Nothing was changed; run reconcile.");
}

export function audienceOf({ ports }: Loop): readonly Listener[] {
  return ports.channels;
}

/** @throws CancelledError */
export function throwIfCancelled({ signal }: Loop): void {
  if (signal?.aborted) throw new CancelledError();
}

/**
 * Waits for an answer while the lease is kept, but no longer than `limitMs` (absolute): an engine that hangs must lose
 * its lease.
 *
 * @throws CancelledError
 * @throws TidegateError `timeout`
 */
export async function attend<T>(loop: Loop, what: string, work: Promise<T>, limitMs: number): Promise<T> {
  const { clock } = loop.ports;
  const startedMs = clock.nowMs();
  for (;;) {
    const { plan } = rolloutOf(loop.access.current());
    const untilMs = Math.min(limitMs, clock.nowMs() + renewalDueMs(plan.leaseMs));
    const done = await within(work, { clock, untilMs, ...(loop.signal === undefined ? {} : { signal: loop.signal }) });
    // Also when the answer is there: what was learnt before the user cancelled may not be acted upon after it.
    throwIfCancelled(loop);
    if (done !== undefined) return done.value;
    if (!(clock.nowMs() < limitMs)) {
      const seconds = (clock.nowMs() - startedMs) / 1000;
      throw new TidegateError("timeout", `${what} gave no answer in ${seconds} s.`);
    }
    await loop.access.update((record) => keepLease(record, loop.holder, clock.nowMs()));
  }
}
