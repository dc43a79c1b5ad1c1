const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A number and a unit: `"500ms"`, `"30s"`, `"5m"`, `"1h"`, `"2d"`. */
export type Duration = `${number}${keyof typeof unitMs}`;

/** @returns whole milliseconds, or `undefined` when the text is not a duration */
export function toMilliseconds(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    return undefined;
  }
  const milliseconds = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

/** The shortest text for a duration: 300,000 → `5m`. */
export function formatDuration(milliseconds: number): Duration {
  for (const unit of ["d", "h", "m", "s"] as const) {
    if (milliseconds >= unitMs[unit] && milliseconds % unitMs[unit] === 0) {
      return `${milliseconds / unitMs[unit]}${unit}`;
    }
  }
  return `${milliseconds}ms`;
}
