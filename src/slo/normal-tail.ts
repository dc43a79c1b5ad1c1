import type { Ratio } from "./objective.ts";

/**
 * Share of the standard normal distribution above `z`, to 1e-7.
 *
 * @see https://personal.math.ubc.ca/~cbm/aands/page_299.htm (7.1.26)
 */
export function upperTail(z: number): Ratio {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * poly * Math.exp(-x * x);
  return z >= 0 ? tail : 1 - tail;
}

/** Natural logarithm of the standard normal density. */
export function logNormalDensity(z: number): number {
  return -0.5 * (z * z + Math.log(2 * Math.PI));
}
