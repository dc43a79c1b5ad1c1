import { z } from "zod";
import type { Ratio } from "./objective.ts";

/**
 * What is to be shown. `degraded`: the candidate fails more than the border's ratio times as often as stable.
 * `non-inferior`: it fails less than that.
 */
export const claimSchema = z.enum(["degraded", "non-inferior"]);
export type Claim = z.infer<typeof claimSchema>;

/** Points of the grid of alternatives that the evidence is averaged over. */
export const gridSize = 24;

/** The alternatives to one border of a null hypothesis. */
export interface LikelihoodGrid {
  /** Risk ratios, evenly spread on the logarithmic scale: 1.25 to 200 times the border, or 0.25 to 1 outright. */
  readonly ratios: readonly Ratio[];
  /** Logarithm of each ratio over the border. */
  readonly logFactors: readonly number[];
  /** Logarithms of the border and of each ratio. */
  readonly logs: readonly number[];
}

/** Grids are asked for at each poll and take longer to make than to use; few borders are in use at a time. */
const known: Readonly<Record<Claim, Map<Ratio, LikelihoodGrid>>> = { degraded: new Map(), "non-inferior": new Map() };
const mostKnown = 64;

/** @param border the ratio at the border of the null hypothesis, > 0 */
export function likelihoodGrid(claim: Claim, border: Ratio): LikelihoodGrid {
  const found = known[claim].get(border);
  if (found !== undefined) return found;
  const [low, high] = claim === "degraded" ? [1.25 * border, 200 * border] : [0.25, 1];
  const step = Math.log(high / low) / (gridSize - 1);
  const ratios = Array.from({ length: gridSize }, (_, k) => low * Math.exp(step * k));
  const logFactors = ratios.map((ratio) => Math.log(ratio / border));
  const grid = { ratios, logFactors, logs: [border, ...ratios].map(Math.log) };
  if (known[claim].size >= mostKnown) known[claim].clear();
  known[claim].set(border, grid);
  return grid;
}
