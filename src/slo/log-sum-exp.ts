/** ln Σ exp(xᵢ), without overflow; −∞ for nothing. */
export function logSumExp(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(logs.reduce((total, log) => total + Math.exp(log - largest), 0));
}
