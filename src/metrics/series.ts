/** One number of a counter, and when it was read. */
export interface RawSample {
  /** Milliseconds since the epoch, by the clock of whoever read it. */
  readonly atMs: number;
  readonly value: number;
}

/** A counter as its source gives it: all that is known of it since the last look, oldest first; never empty. */
export interface RawSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly RawSample[];
}

/** Names a series among all others. */
export function seriesKey({ name, labels }: Pick<RawSeries, "name" | "labels">): string {
  return JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** As it is written in PromQL, for messages. */
export function seriesText({ name, labels }: Pick<RawSeries, "name" | "labels">): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${written.join(",")}}`;
}
