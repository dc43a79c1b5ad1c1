import { assertNever } from "../../errors/assert-never.ts";
import { type FreezeWindow, type Weekday, weekdays } from "./freeze-window.ts";
import { momentOf, type WallClockMs, wallClockAt } from "./zoned-time.ts";

const dayMs = 86_400_000;

/** A freeze that is on. */
export interface Freeze {
  readonly name: string;
  readonly sinceMs: number;
  /** When nothing is frozen any more: the end of the last of the windows that overlap or touch each other. */
  readonly untilMs: number;
}

interface Span {
  readonly name: string;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
}

/** Windows that touch each other are followed this often; a year of daily ones is a mistake, not a freeze. */
const maxLinks = 60;

/** The freeze that is on at this moment, by all windows together; `undefined` when nothing is frozen. */
export function freezeAt(windows: readonly FreezeWindow[], nowMs: number): Freeze | undefined {
  const first = spanAt(windows, nowMs);
  if (first === undefined) return undefined;
  let untilMs = first.toMs;
  for (let link = 0; link < maxLinks; link++) {
    const next = spanAt(windows, untilMs);
    if (next === undefined) break;
    untilMs = next.toMs;
  }
  return { name: first.name, sinceMs: first.fromMs, untilMs };
}

/** Of the spans around this moment the one that lasts longest. */
function spanAt(windows: readonly FreezeWindow[], atMs: number): Span | undefined {
  return windows
    .flatMap((window) => spansAround(window, atMs))
    .filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
    .reduce<Span | undefined>((best, span) => (best !== undefined && best.toMs >= span.toMs ? best : span), undefined);
}

/** A freeze begins when clocks show its beginning for the first time, and ends when they show its end for the last. */
function spansAround(window: FreezeWindow, atMs: number): Span[] {
  const { name, timeZone } = window;
  const span = (fromWall: WallClockMs, toWall: WallClockMs): Span => ({
    name,
    fromMs: momentOf(timeZone, fromWall, "first"),
    toMs: momentOf(timeZone, toWall, "last"),
  });
  switch (window.kind) {
    case "once":
      return [span(Date.parse(`${window.from}:00Z`), Date.parse(`${window.to}:00Z`))];
    case "weekly": {
      const start = lastWallClock(wallClockAt(timeZone, atMs), window.from);
      const lengthMs = wallClockBetween(window.from, window.to);
      // The next one too: an hour that clocks show twice lies before it by the clock and after it in truth.
      return [start - 7 * dayMs, start, start + 7 * dayMs].map((from) => span(from, from + lengthMs));
    }
    default:
      return assertNever(window);
  }
}

type WeeklyMoment = Extract<FreezeWindow, { kind: "weekly" }>["from"];

/** When clocks last showed that day and time, at or before `nowWall`. */
function lastWallClock(nowWall: WallClockMs, moment: WeeklyMoment): WallClockMs {
  const midnight = Math.floor(nowWall / dayMs) * dayMs;
  // 1970-01-01 was a Thursday.
  const today = (midnight / dayMs + weekdays.indexOf("thu")) % 7;
  const candidate = midnight - ((today - indexOf(moment.day) + 7) % 7) * dayMs + timeOfDayMs(moment.time);
  return candidate <= nowWall ? candidate : candidate - 7 * dayMs;
}

/** More than nothing and at most a week, by the clock. */
function wallClockBetween(from: WeeklyMoment, to: WeeklyMoment): number {
  const days = (indexOf(to.day) - indexOf(from.day) + 7) % 7;
  const lengthMs = days * dayMs + timeOfDayMs(to.time) - timeOfDayMs(from.time);
  return lengthMs > 0 ? lengthMs : lengthMs + 7 * dayMs;
}

const indexOf = (day: Weekday) => weekdays.indexOf(day);

function timeOfDayMs(time: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(":").map(Number);
  return (hours * 60 + minutes) * 60_000;
}
