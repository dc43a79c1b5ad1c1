/** ln Σ exp(xᵢ), without overflow; −∞ for nothing. */
export function logSumExp(logs: readonly number[] | Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i += 1) largest = Math.max(largest, logs[i] ?? 0);
  if (!Number.isFinite(largest)) return largest;
  let total = 0;
  for (let i = 0; i < logs.length; i += 1) total += Math.exp((logs[i] ?? 0) - largest);
  return largest + Math.log(total);
}
