/** The interval that holds a share with 95 % confidence, given what was seen (Wilson's score). */
export function wilson(successes: number, trials: number, z = 1.96): readonly [low: number, high: number] {
  const share = successes / trials;
  const denominator = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
