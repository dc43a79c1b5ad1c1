/** What was measured of one command, in the order of the runs. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @param values at least one */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** A straight line through points, by least squares; `rSquared` is 1 when all lie on it. */
export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  readonly rSquared: number;
}

export function fitLine(points: readonly (readonly [x: number, y: number])[]): LineFit {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const sum = (term: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + term(x - meanX, y - meanY), 0);
  const slope = sum((x, y) => x * y) / sum((x) => x * x);
  const residual = sum((x, y) => (y - slope * x) ** 2);
  return { slope, intercept: meanY - slope * meanX, rSquared: 1 - residual / sum((_x, y) => y * y) };
}
