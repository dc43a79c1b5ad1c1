import { ArmCounters } from "./arm-counters.ts";

/** Why a request was not copied although its turn had come. */
export type DropReason = "busy" | "not-ready" | "body-too-large" | "client-left";

/** What a candidate answered to copies, how that compares with what the users got, and what was not copied. */
export class MirrorCounters extends ArmCounters {
  readonly #dropped = new Map<DropReason, number>();
  #same = 0;
  #different = 0;

  /** Statuses are the same when their hundreds are: a redirect elsewhere is still a redirect. */
  compare(userCode: number, copyCode: number): void {
    if (Math.floor(userCode / 100) === Math.floor(copyCode / 100)) this.#same += 1;
    else this.#different += 1;
  }

  drop(reason: DropReason): undefined {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
  }

  get same(): number {
    return this.#same;
  }

  get different(): number {
    return this.#different;
  }

  get dropped(): readonly (readonly [reason: DropReason, requests: number])[] {
    return [...this.#dropped].sort(([a], [b]) => a.localeCompare(b));
  }
}
