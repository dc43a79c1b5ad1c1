import { exceeds } from "./beyond-chance.ts";
import type { Objective } from "./objective.ts";
import type { SequentialState } from "./sequential-test.ts";

/** Fewer failures than this are no burn. */
const minColdFailures = 3;
/** Below this probability a cold candidate that keeps within its border does not fail as often by chance. */
const coldLevel = 0.001;

/**
 * Whether a candidate that warms up fails beyond chance more often than the border's ratio times what stable does or
 * may. The comparison alone cannot say so where stable fails so seldom that nearly all failures are the candidate's.
 */
export function burnsCold({ riskRatio, compared }: SequentialState, objective: Objective): boolean {
  const { stable, candidate } = compared;
  if (candidate.failures < minColdFailures || stable.requests === 0) return false;
  const ofStable = Math.max(1 - objective.target, (stable.failures + 1) / (stable.requests + 1));
  return exceeds(candidate, riskRatio * ofStable, coldLevel);
}
