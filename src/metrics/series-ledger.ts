import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Series } from "./prometheus-text.ts";
import { type RawSample, type RawSeries, seriesKey, seriesText } from "./series.ts";

interface Entry {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The last number that was counted, and when it was read. */
  readonly last: RawSample;
  /** What it has counted since the ledger began. */
  readonly total: number;
  /** It was not there at the last look. */
  readonly isGone: boolean;
}

/** What each series has counted since the first look. Key: `seriesKey`. */
export type SeriesLedger = ReadonlyMap<string, Entry>;

/** A look at the counters, and what was there before. */
export interface Look {
  readonly raw: readonly RawSeries[];
  /** Series that existed before the first look, though they are not in it. Key: `seriesKey`. */
  readonly known: ReadonlySet<string>;
}

/**
 * Adds to each series by itself what it has counted since the last look. A number that went down began again at zero,
 * whichever process of an arm it was; the others go on. A series nobody had seen counts from zero, because it was born
 * since: the first error of a process is a new series. One that was away counts again from where it came back, because
 * nobody knows when it counted what.
 *
 * @param before `undefined` at the first look, which counts nothing: what was before is not of this rollout
 * @throws UnavailableError when a number is no count or a series is there twice
 */
export function takeLook(before: SeriesLedger | undefined, { raw, known }: Look): SeriesLedger {
  const next = new Map<string, Entry>();
  for (const series of raw) {
    const key = seriesKey(series);
    if (next.has(key))
      throw new UnavailableError(`${seriesText(series)} is there twice. Ask where it is counted once.`);
    next.set(key, entryOf(series, { before: before?.get(key), isNew: before !== undefined && !known.has(key) }));
  }
  for (const [key, entry] of before ?? []) {
    if (!next.has(key)) next.set(key, { ...entry, isGone: true });
  }
  return next;
}

function entryOf(series: RawSeries, { before, isNew }: { before: Entry | undefined; isNew: boolean }): Entry {
  const { name, labels, samples } = series;
  const bad = samples.find(({ value }) => !Number.isSafeInteger(value) || value < 0);
  if (bad !== undefined) throw new UnavailableError(`${seriesText(series)} is ${bad.value}, which is no count.`);
  const fresh = samples.filter(({ atMs }) => before === undefined || atMs > before.last.atMs);
  const last = fresh.at(-1) ?? before?.last;
  if (last === undefined) throw new UnavailableError(`${seriesText(series)} has no numbers.`);
  const start = startOf(before, isNew, fresh);
  return { name, labels, last, total: (before?.total ?? 0) + countedOver(start, fresh), isGone: false };
}

/** The number to count from. */
function startOf(before: Entry | undefined, isNew: boolean, fresh: readonly RawSample[]): number {
  if (before === undefined) return isNew ? 0 : (fresh.at(-1)?.value ?? 0);
  return before.isGone ? (fresh[0]?.value ?? before.last.value) : before.last.value;
}

function countedOver(start: number, samples: readonly RawSample[]): number {
  let counted = 0;
  let previous = start;
  for (const { value } of samples) {
    counted += value < previous ? value : value - previous;
    previous = value;
  }
  return counted;
}

/** Totals of all series that ever were, so that a process that goes does not take its share with it. */
export function ledgerSeries(ledger: SeriesLedger): readonly Series[] {
  return [...ledger.values()].map(({ name, labels, total }) => ({ name, labels, value: total }));
}
