/** A wall-clock time, written as the UTC time that shows the same digits. */
export type WallClockMs = number;

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const two = "2-digit";
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    ...{ month: two, day: two, hour: two, minute: two, second: two },
  });
  formats.set(timeZone, format);
  return format;
}

/** What clocks in the zone show at that moment. */
export function wallClockAt(timeZone: string, atMs: number): WallClockMs {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  const shown = Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second"));
  return shown + (((atMs % 1000) + 1000) % 1000);
}

const offsetAt = (timeZone: string, atMs: number) => wallClockAt(timeZone, atMs) - atMs;

/**
 * When clocks in the zone show that time. In autumn they may show it twice; `which` says which one is meant. In spring
 * they may skip it; then it is the moment of the skip.
 *
 * @returns milliseconds since 1970, UTC
 */
export function momentOf(timeZone: string, wallMs: WallClockMs, which: "first" | "last"): number {
  // No zone changes its clocks twice within two days, so these are the offsets before and after a change.
  const offsets = [offsetAt(timeZone, wallMs - dayMs), offsetAt(timeZone, wallMs + dayMs)];
  const moments = offsets.map((offset) => wallMs - offset).filter((atMs) => wallClockAt(timeZone, atMs) === wallMs);
  if (moments.length > 0) return which === "first" ? Math.min(...moments) : Math.max(...moments);
  return skipBefore(timeZone, wallMs, { lowMs: wallMs - Math.max(...offsets), highMs: wallMs - Math.min(...offsets) });
}

/** The first moment whose wall clock is past `wallMs`, to the millisecond. */
function skipBefore(
  timeZone: string,
  wallMs: WallClockMs,
  range: { readonly lowMs: number; readonly highMs: number },
): number {
  let { lowMs, highMs } = range;
  while (highMs - lowMs > 1) {
    const middleMs = Math.floor((lowMs + highMs) / 2);
    if (wallClockAt(timeZone, middleMs) > wallMs) highMs = middleMs;
    else lowMs = middleMs;
  }
  return highMs;
}
