import type { Counts } from "./counts.ts";
import type { Ratio } from "./objective.ts";

/**
 * Whether the failures exceed the allowed ratio beyond chance, by Chernoff's bound on a binomial tail.
 *
 * @param level below this probability it is not chance, 0..1
 * @see https://en.wikipedia.org/wiki/Chernoff_bound#Additive_form_(absolute_error)
 */
export function exceeds({ requests, failures }: Counts, allowed: Ratio, level: Ratio): boolean {
  if (allowed >= 1 || failures <= requests * allowed) return false;
  const ratio = failures / requests;
  const rest = ratio < 1 ? (1 - ratio) * Math.log((1 - ratio) / (1 - allowed)) : 0;
  return requests * (ratio * Math.log(ratio / allowed) + rest) > Math.log(1 / level);
}
