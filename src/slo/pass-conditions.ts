import type { Assessment } from "./assessment.ts";
import type { JudgePolicy } from "./judge-policy.ts";
import type { JudgeState } from "./judge-state.ts";
import type { Poll } from "./poll.ts";
import type { InconclusiveReason } from "./verdict.ts";

/** Why a step may not pass yet, and what that makes of it if it stays so until the end. */
export interface Unmet {
  readonly reason: InconclusiveReason;
  readonly text: string;
}

/** Everything that is missing for a pass; a step passes only when this is empty. The gravest comes first. */
export function unmetConditions(
  assessments: readonly Assessment[],
  state: JudgeState,
  poll: Poll,
  policy: JudgePolicy,
): readonly Unmet[] {
  const ofIndicators = assessments.flatMap((assessment) => unmetByIndicator(assessment, policy));
  const rank: readonly InconclusiveReason[] = ["no-traffic", "routing", "shared-cause", "conflicting", "low-power"];
  return [...ofIndicators, ...unmetByTime(state, poll, policy)].sort(
    (a, b) => rank.indexOf(a.reason) - rank.indexOf(b.reason),
  );
}

function unmetByTime(state: JudgeState, poll: Poll, policy: JudgePolicy): readonly Unmet[] {
  const unmet: Unmet[] = [];
  const elapsedMs = poll.atMs - state.stepStartedAtMs;
  if (!(elapsedMs >= policy.minDurationMs)) {
    unmet.push({ reason: "low-power", text: `observed for ${seconds(elapsedMs)} of ${seconds(policy.minDurationMs)}` });
  }
  if (!isFresh(state, poll, policy)) unmet.push({ reason: "low-power", text: "no fresh counters" });
  return unmet;
}

/** Counters were read lately, and the last attempt worked. Nothing to be fresh without any metrics. */
function isFresh(state: JudgeState, poll: Poll, policy: JudgePolicy): boolean {
  if (poll.reading.kind === "none") return policy.gate === "guards";
  const ageMs = poll.atMs - state.provider.lastSampleAtMs;
  return state.provider.consecutiveErrors === 0 && ageMs <= policy.maxSampleAgeMs;
}

function unmetByIndicator(assessment: Assessment, policy: JudgePolicy): readonly Unmet[] {
  const { indicator, attribution, suspicious } = assessment;
  const unmet = policy.gate === "statistics" ? unmetByTraffic(assessment, policy) : [];
  if (attribution === "release" || attribution === "unattributed" || suspicious) {
    return [
      ...unmet,
      { reason: "conflicting", text: `${indicator} over the objective on the candidate, cause not proven` },
    ];
  }
  return unmet;
}

function unmetByTraffic({ indicator, state, requiredRequests, provenGood }: Assessment, policy: JudgePolicy): Unmet[] {
  const { stable, candidate } = state.nonInferior.compared;
  if (candidate.requests === 0 || stable.requests === 0) {
    const silent = state.step.candidate.requests === 0 ? "the candidate" : "stable";
    return [{ reason: "no-traffic", text: `${silent} served no requests beside the other to compare ${indicator} by` }];
  }
  // Fail closed: a requirement that is no number is never met.
  const needed = provenGood ? policy.minRequests : Math.max(policy.minRequests, requiredRequests);
  if (candidate.requests >= needed) return [];
  const goal = Number.isFinite(needed) ? ` of ${needed.toLocaleString("en-US")}` : "; no number would do at this share";
  return [
    { reason: "low-power", text: `${indicator} seen on ${candidate.requests.toLocaleString("en-US")}${goal} requests` },
  ];
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
