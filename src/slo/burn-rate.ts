import type { Arm, Counts } from "./counts.ts";
import type { Objective, Ratio } from "./objective.ts";

/**
 * Failed share over allowed share, `1 - target`: 1 spends the whole error budget in one period. Undefined without
 * requests, because no answer is not a good answer.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export function burnRate(counts: Counts, objective: Objective): number | undefined {
  return counts.requests === 0 ? undefined : counts.failures / counts.requests / (1 - objective.target);
}

/**
 * The burn rate that spends `budgetShare` of a period's budget within one window: 2 % of 30 days in 1 hour is 14.4.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export function burnFactor(options: {
  readonly budgetShare: Ratio;
  readonly windowMs: number;
  readonly periodMs: number;
}): number {
  return (options.budgetShare * options.periodMs) / options.windowMs;
}

/** What the service as a whole burns while the candidate serves `candidateShare` of its requests. */
export function serviceBurn(candidateShare: Ratio, burn: Partial<Readonly<Record<Arm, number>>>): number | undefined {
  const parts = [
    { share: candidateShare, rate: burn.candidate },
    { share: 1 - candidateShare, rate: burn.stable },
  ].filter((part) => part.share > 0);
  if (parts.some((part) => part.rate === undefined)) return undefined;
  return parts.reduce((total, part) => total + part.share * (part.rate ?? 0), 0);
}

/** When an arm burns: fast enough in every window, with enough failures, and for a fail with this much evidence. */
export interface BurnTier {
  readonly factor: number;
  /** Fewer failures than this in the long window are chance, whatever the rate. */
  readonly minFailures: number;
  /** The relative evidence has to exceed this before the burn is blamed on the candidate. */
  readonly minEvidence: number;
}

/**
 * The two tiers of a rollout, after the pages of the SRE workbook, whose factors they take. Their windows of hours
 * cannot help in a canary of minutes, so the windows are 5 minutes and 1 minute of the arm's own requests.
 */
export const burnTiers: readonly BurnTier[] = [
  { factor: 6, minFailures: 3, minEvidence: 40 },
  { factor: 14.4, minFailures: 5, minEvidence: 20 },
];

/** Long window, short window, in milliseconds: the short one ends the alarm soon after the trouble ends. */
export const burnWindowsMs = [300_000, 60_000] as const;

/** One arm's requests in the windows of {@link burnWindowsMs}, in the same order. */
export type WindowCounts = readonly [long: Counts, short: Counts];

export function burns(windows: WindowCounts, objective: Objective, tier: BurnTier): boolean {
  const [long] = windows;
  if (long.failures < tier.minFailures) return false;
  return windows.every((counts) => (burnRate(counts, objective) ?? 0) > tier.factor);
}

/** Who is to blame for spent budget. */
export type Attribution = "none" | "release" | "shared-cause" | "stable";

/** Only the arms' contrast says where trouble comes from: if stable burns too, it is not (only) the release. */
export function attribute(burning: Readonly<Record<Arm, boolean>>): Attribution {
  if (burning.candidate) return burning.stable ? "shared-cause" : "release";
  return burning.stable ? "stable" : "none";
}
