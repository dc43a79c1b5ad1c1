/** Where a value is drawn, in units of the picture. */
export type Scale = (value: number) => number;

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export function linearScale(from: readonly [number, number], to: readonly [number, number]): Scale {
  const [low, high] = from;
  const [start, end] = to;
  const length = high - low || 1;
  return (value) => start + ((value - low) / length) * (end - start);
}

/** Values of 0 and below, which have no logarithm, are drawn at the low end; so is what is lower than it. */
export function logScale([low, high]: readonly [number, number], to: readonly [number, number]): Scale {
  const scale = linearScale([Math.log10(low), Math.log10(high)], to);
  return (value) => scale(Math.log10(Math.min(Math.max(value, low), high)));
}

/** The smallest of 1, 2, 5, 10, 20, … that is at least `value`. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => each * power >= value * 0.9999) ?? 10;
  return Number((factor * power).toPrecision(1 + Math.ceil(Math.log10(factor))));
}

/** Steps of a clock, in milliseconds: nobody reads a picture in units of 20 minutes and 40 seconds. */
const clockSteps = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
  3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
];

/** At most `most` moments since the beginning, at round times. */
export function timeTicks(durationMs: number, most: number): Tick[] {
  const step = clockSteps.find((each) => durationMs / each <= most) ?? Math.ceil(durationMs / most);
  const count = Math.floor(durationMs / step) + 1;
  return Array.from({ length: count }, (_, index) => ({ value: index * step, label: clockText(index * step, step) }));
}

function clockText(atMs: number, stepMs: number): string {
  if (atMs === 0) return "0";
  if (stepMs < 1_000) return `${atMs / 1_000} s`;
  if (stepMs < 60_000 && atMs < 60_000) return `${atMs / 1_000} s`;
  if (stepMs < 60_000) return `${Math.floor(atMs / 60_000)}:${String((atMs % 60_000) / 1_000).padStart(2, "0")} min`;
  if (stepMs < 3_600_000 && atMs < 3_600_000) return `${atMs / 60_000} min`;
  if (stepMs < 3_600_000)
    return `${Math.floor(atMs / 3_600_000)}:${String((atMs % 3_600_000) / 60_000).padStart(2, "0")} h`;
  return stepMs < 86_400_000 ? `${atMs / 3_600_000} h` : `${atMs / 86_400_000} d`;
}
