import { afterEach, describe, expect, it } from "vitest";
import type { Metrics } from "../../src/rollout/ports.ts";
import { type CounterMark, increment } from "../../src/slo/counter.ts";
import type { Arm } from "../../src/slo/counts.ts";

/** What can be wrong with a source of numbers. */
export type Fault =
  | "refuses"
  | "hangs"
  | "hangs half-way"
  | "asks for patience"
  | "fails"
  | "answers garbage"
  | "answers half"
  | "answers too much"
  | "answers old numbers"
  | "lives in another time"
  | "answers no number"
  | "lost an indicator"
  | "counts twice"
  | "answers in part";

export interface Served {
  readonly requests: number;
  readonly errors: number;
}

export type ServedByArm = Partial<Readonly<Record<Arm, Served>>>;

export interface MetricsHarness {
  readonly metrics: Metrics;
  /** The arms serve so much more; resolves when the source can know. An arm serves from its first mention on. */
  serve(more: ServedByArm): Promise<void>;
  /** What runs behind an arm begins again at zero. */
  restart(arm: Arm): Promise<void>;
  /** What can go wrong with this source, and what it says then. */
  readonly faults: Partial<Readonly<Record<Fault, RegExp>>>;
  /** Something goes wrong from now on, or, with `undefined`, nothing any more. */
  break(fault: Fault | undefined): Promise<void>;
  close(): Promise<void>;
}

/**
 * What every source of counters has to do, seen through the eyes of the judge, which only looks at what was counted
 * between two reads.
 *
 * @param faults those that `make`'s harness can show
 */
export function describeMetrics(name: string, faults: readonly Fault[], make: () => Promise<MetricsHarness>): void {
  describe(`${name} as metrics`, () => {
    let harness: MetricsHarness | undefined;
    afterEach(async () => {
      await harness?.close();
      harness = undefined;
    });
    const open = async () => {
      harness = await make();
      return { ...harness, judge: new Counting(harness.metrics) };
    };
    describeCounting(open);
    it.each(faults)("has no answer while the source %s, and loses nothing by it", async (fault) => {
      const { serve, judge, break: breakWith, faults: said } = await open();
      await serve({ stable: { requests: 100, errors: 1 }, candidate: { requests: 25, errors: 0 } });
      await judge.look();
      await breakWith(fault);
      await expect(judge.look()).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(said[fault] ?? /^a fault that the harness does not know$/),
      });
      await breakWith(undefined);
      await serve({ stable: { requests: 100, errors: 2 }, candidate: { requests: 25, errors: 5 } });
      expect(await judge.look()).toEqual({
        stable: { requests: 100, failures: 2 },
        candidate: { requests: 25, failures: 5 },
      });
    });
  });
}

type Open = () => Promise<MetricsHarness & { readonly judge: Counting }>;

function describeCounting(open: Open): void {
  it("counts what both arms served between two looks, and nothing from before the first", async () => {
    const { serve, judge } = await open();
    await serve({ stable: { requests: 4_000, errors: 40 }, candidate: { requests: 1_000, errors: 0 } });
    expect(await judge.look()).toBe("first");
    await serve({ stable: { requests: 100, errors: 1 }, candidate: { requests: 25, errors: 5 } });
    await serve({ stable: { requests: 100, errors: 1 }, candidate: { requests: 25, errors: 0 } });
    expect(await judge.look()).toEqual({
      stable: { requests: 200, failures: 2 },
      candidate: { requests: 50, failures: 5 },
    });
  });

  it("counts nothing when nothing was served", async () => {
    const { serve, judge } = await open();
    await serve({ stable: { requests: 100, errors: 1 }, candidate: { requests: 25, errors: 0 } });
    await judge.look();
    await serve({ stable: { requests: 0, errors: 0 }, candidate: { requests: 0, errors: 0 } });
    expect(await judge.look()).toEqual({
      stable: { requests: 0, failures: 0 },
      candidate: { requests: 0, failures: 0 },
    });
  });

  it("knows nothing of an arm that is not there, and counts it from zero once it is", async () => {
    const { metrics, serve, judge } = await open();
    await serve({ stable: { requests: 100, errors: 0 } });
    expect(Object.keys((await metrics.read()).arms)).toEqual(["stable"]);
    await judge.look();
    await serve({ stable: { requests: 100, errors: 0 }, candidate: { requests: 25, errors: 5 } });
    expect(await judge.look()).toEqual({
      stable: { requests: 100, failures: 0 },
      candidate: { requests: 25, failures: 5 },
    });
  });

  it("counts on from zero when a process began again", async () => {
    const { serve, judge, restart } = await open();
    await serve({ stable: { requests: 4_000, errors: 40 }, candidate: { requests: 1_000, errors: 0 } });
    await judge.look();
    await restart("stable");
    await serve({ stable: { requests: 100, errors: 1 }, candidate: { requests: 25, errors: 0 } });
    expect(await judge.look()).toEqual({
      stable: { requests: 100, failures: 1 },
      candidate: { requests: 25, failures: 0 },
    });
  });
}

/** Looks like the judge does. */
class Counting {
  readonly #metrics: Metrics;
  #mark: CounterMark | undefined;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  async look() {
    const read = increment(this.#mark, await this.#metrics.read(), ["errors"]);
    if (read.kind === "first" || read.kind === "tick") this.#mark = read.mark;
    return read.kind === "tick" ? read.ticks.errors : read.kind;
  }
}
