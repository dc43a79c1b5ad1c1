import { z } from "zod";
import { type Contrast, contrastSchema } from "./contrast.ts";
import type { Ratio } from "./objective.ts";

/** What a past rollout of one good release over another says about how equal two good arms are. */
export const pastContrastSchema = z.object({
  /** Over the whole rollout without its warm-ups. */
  settled: contrastSchema,
  /** Over the warm-up of its first step, when the candidate is coldest. */
  warmUp: contrastSchema,
  /** Over the warm-ups of its later steps. */
  laterWarmUps: contrastSchema,
});
export type PastContrast = z.infer<typeof pastContrastSchema>;

/** How much worse a candidate may look before it counts as worse. */
export const marginSchema = z.object({
  /** A fixed ratio that is tolerated; ≥ 1. */
  riskRatio: z.number().min(1),
  /** Standard deviation of the log ratio of two equal arms, from rollout to rollout; 0 or more. */
  spread: z.number().min(0).max(3),
  /** What is tolerated while the candidate warms up; ≥ 1. */
  warmUpRiskRatio: z.number().min(1),
  /** The same in later steps, when most of the candidate is warm; ≥ 1. */
  laterWarmUpRiskRatio: z.number().min(1),
});
export type Margin = z.infer<typeof marginSchema>;

/** Fewer past rollouts than this teach nothing. */
export const enoughRollouts = 20;

/** A rollout in which fewer failures could be told apart says nothing about how equal its arms were. */
const enoughInformation = 0.5;

/** More than this would tolerate anything. */
const mostSpread = 1.5;

/** The learnt spread is one that fewer than a quarter of such histories would look as even as, were it the true one. */
const evenness = -0.674;

/**
 * The margin that past rollouts of good releases teach: how far their arms were apart beyond chance. Only rollouts that
 * ended well belong here, so a margin is never learnt from bad releases. With fewer than {@link enoughRollouts} it is
 * the declared one.
 *
 * @param declared what holds without a history
 */
export function learnMargin(past: readonly PastContrast[], declared: Margin): Margin {
  const settled = past.map((rollout) => rollout.settled).filter(({ information }) => information > 0);
  if (past.length < enoughRollouts || settled.length < enoughRollouts / 2) return declared;
  const telling = settled.filter(({ information }) => information >= enoughInformation);
  return {
    riskRatio: 1,
    spread: telling.length < enoughRollouts / 2 ? declared.spread : learntSpread(telling, declared.spread),
    warmUpRiskRatio: pooledRatio(
      past.map(({ warmUp }) => warmUp),
      declared.warmUpRiskRatio,
    ),
    laterWarmUpRiskRatio: pooledRatio(
      past.map(({ laterWarmUps }) => laterWarmUps),
      declared.laterWarmUpRiskRatio,
    ),
  };
}

/** What is declared, unless these rollouts were surely less equal than that, or at least as equal, cautiously said. */
function learntSpread(contrasts: readonly Contrast[], declared: Ratio): Ratio {
  const cautious = spreadOf(contrasts, evenness);
  return spreadOf(contrasts, -evenness) > declared ? cautious : Math.min(cautious, declared);
}

/** Solves Σ xᵢ²/(vᵢ + τ²) = q for τ (Q-profile), with a low quantile q of the χ² distribution. */
function spreadOf(contrasts: readonly Contrast[], deviations: number): Ratio {
  const quantile = chiSquareQuantile(contrasts.length, deviations);
  const excess = (spread: number) =>
    contrasts.reduce((total, { score, information }) => {
      return total + (score / information) ** 2 / (1 / information + spread ** 2);
    }, -quantile);
  let [low, high] = [0, mostSpread];
  if (excess(high) > 0) return high;
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}

/** Wilson and Hilferty's approximation. */
function chiSquareQuantile(freedom: number, deviations: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + deviations * Math.sqrt(spread)) ** 3;
}

/** The pooled ratio of all these warm-ups, at the upper end of its 95 % interval, never laxer than what is declared. */
function pooledRatio(warmUps: readonly Contrast[], declared: Ratio): Ratio {
  const score = warmUps.reduce((total, warmUp) => total + warmUp.score, 0);
  const information = warmUps.reduce((total, warmUp) => total + warmUp.information, 0);
  if (!(information > 0)) return declared;
  const upper = score / information + 1.645 / Math.sqrt(information);
  // One step from equality to a ratio falls short where it is large; this inverts it for arms of the same size, among
  // which it falls shortest.
  return upper < 2 ? Math.min(Math.max((2 + upper) / (2 - upper), 1), declared) : declared;
}
