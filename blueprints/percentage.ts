/** A share of a hundred with its sign: `"5%"`, `"99.9%"`. */
export type Percentage = `${number}%`;

/** @returns the number before the sign, 99.9 for `"99.9%"`, or `undefined` when the text is not a percentage */
export function toPercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** 99.9 → 0.999, without the digits that dividing binary fractions adds (95.1 / 100 is 0.9509999999999998…). */
export function toRatio(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}
