import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Clock, RecordStore, Target } from "./ports.ts";
import { within } from "./within.ts";

/** A store that has not answered by then is away. */
export const readLimitMs = 10_000;

/**
 * The same target, whose record answers in time or is away. A write that was given up may have been stored all the same;
 * sessions read again before they write again.
 */
export function timedTarget(target: Target, clock: Clock): Target {
  const inTime = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const done = await within(work, { clock, untilMs: clock.nowMs() + readLimitMs });
    if (done !== undefined) return done.value;
    throw new UnavailableError(`The record gave no answer to ${what} in ${readLimitMs / 1000} s. Look at the target.`);
  };
  const records: RecordStore = {
    read: () => inTime("read", target.read()),
    write: (record, expected) => inTime("write", target.write(record, expected)),
  };
  return {
    ...records,
    get capabilities() {
      return target.capabilities;
    },
    observe: () => target.observe(),
    apply: (effect, fence) => target.apply(effect, fence),
  };
}
