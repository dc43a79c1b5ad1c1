/** Probability of each number of failures, 0..requests, from the recurrence of the binomial distribution. */
export function binomialProbabilities(requests: number, ratio: number): readonly number[] {
  const probabilities = [(1 - ratio) ** requests];
  for (let failures = 1; failures <= requests; failures += 1) {
    const before = probabilities[failures - 1] ?? 0;
    probabilities.push((before * (requests - failures + 1) * ratio) / (failures * (1 - ratio)));
  }
  return probabilities;
}
