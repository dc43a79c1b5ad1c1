import { CrashLane } from "./crash-lane.ts";
import type { CrashPrograms } from "./crash-programs.ts";

/** So many lanes, each for one at a time. */
export class LanePool {
  readonly #lanes: readonly CrashLane[];
  readonly #free: CrashLane[];
  readonly #waiting: ((lane: CrashLane) => void)[] = [];

  private constructor(lanes: readonly CrashLane[]) {
    this.#lanes = lanes;
    this.#free = [...lanes];
  }

  static async open(count: number, programs: CrashPrograms): Promise<LanePool> {
    const opened = await Promise.allSettled(Array.from({ length: count }, () => CrashLane.open(programs)));
    const pool = new LanePool(opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
    const failed = opened.find((one) => one.status === "rejected");
    if (failed === undefined) return pool;
    await pool.close();
    throw failed.reason;
  }

  async use<Result>(act: (lane: CrashLane) => Promise<Result>): Promise<Result> {
    const lane = this.#free.pop() ?? (await new Promise<CrashLane>((resolve) => this.#waiting.push(resolve)));
    try {
      return await act(lane);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(lane);
      else next(lane);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}
