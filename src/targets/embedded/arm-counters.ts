/** What one arm served since it started. `code` is the status the client got; see `record` for the two special ones. */
export class ArmCounters {
  /** Identifies this counting from zero. */
  readonly instance: string;
  /** Upper bounds in milliseconds, ascending, inclusive. */
  readonly bucketsMs: readonly number[];
  readonly #requestsByCode = new Map<number, number>([[200, 0]]);
  readonly #inBucket: number[];
  #durationSumMs = 0;

  constructor(instance: string, bucketsMs: readonly number[]) {
    this.instance = instance;
    this.bucketsMs = bucketsMs;
    this.#inBucket = bucketsMs.map(() => 0);
  }

  /**
   * @param code status; 502 also stands for a reply that broke off half-way, 499 for a client that left before the reply
   * @param durationMs from the request's arrival to the end of the reply
   */
  record(code: number, durationMs: number): void {
    this.#requestsByCode.set(code, (this.#requestsByCode.get(code) ?? 0) + 1);
    this.#durationSumMs += durationMs;
    const index = this.bucketsMs.findIndex((limit) => durationMs <= limit);
    if (index >= 0) this.#inBucket[index] = (this.#inBucket[index] ?? 0) + 1;
  }

  get requests(): number {
    return [...this.#requestsByCode.values()].reduce((sum, count) => sum + count, 0);
  }

  get durationSumMs(): number {
    return this.#durationSumMs;
  }

  /** Requests by status, ascending. */
  byCode(): readonly (readonly [code: number, requests: number])[] {
    return [...this.#requestsByCode].sort(([a], [b]) => a - b);
  }

  /** Requests that took no longer than each limit, as a Prometheus histogram counts them. */
  cumulative(): readonly (readonly [limitMs: number, requests: number])[] {
    let sum = 0;
    return this.bucketsMs.map((limit, index) => {
      sum += this.#inBucket[index] ?? 0;
      return [limit, sum] as const;
    });
  }
}

/** General limits, so that the histogram is worth reading by itself; the objectives' own are added. */
const generalBucketsMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** @param limitsMs limits of the latency objectives, each of which must be a bucket of its own */
export function bucketsFor(limitsMs: readonly number[]): readonly number[] {
  return [...new Set([...generalBucketsMs, ...limitsMs])].sort((a, b) => a - b);
}
