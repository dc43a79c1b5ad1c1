import { TidegateError } from "../errors/tidegate-error.ts";
import { type Assessment, assess } from "./assessment.ts";
import { type Decision, decide } from "./decision.ts";
import { finite, toEvidence } from "./evidence-text.ts";
import { assertPolicy, type JudgePolicy } from "./judge-policy.ts";
import type { JudgeState } from "./judge-state.ts";
import { msprt } from "./msprt.ts";
import { indicatorOf } from "./objective.ts";
import type { Poll } from "./poll.ts";
import { ratioInterval } from "./ratio-interval.ts";
import { takeReading } from "./take-reading.ts";
import type { Evidence, IndicatorEvidence, Verdict } from "./verdict.ts";

/** The verdict, and the memory to hand in at the next poll. Both are plain JSON. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly state: JudgeState;
}

/** A decision, what it rests on, and the memory after it. */
export interface Decided {
  readonly decision: Decision;
  readonly assessments: readonly Assessment[];
  readonly state: JudgeState;
}

/**
 * Decides at one poll, in this order: hard guards; evidence that the candidate is worse; a burning objective with such
 * evidence; missing metrics; a burn that stable shares; a pass, if nothing is missing for one; inconclusive, if time is
 * up; else keep observing. Pure: the same state, poll and policy always give the same judgement.
 *
 * @param state from `startStep` at the start of each step, then from the judgement before
 * @throws TidegateError `invalid-configuration` for a policy that cannot work, `invalid-input` for a poll without time
 * or a state that belongs to other objectives
 */
export function judge(state: JudgeState, poll: Poll, policy: JudgePolicy): Judgement {
  const { decision, assessments, state: next } = decideAt(state, poll, policy);
  return { state: next, verdict: toVerdict(decision, assessments, policy) };
}

/** What is decided at one poll, without the evidence written out: the same decision, in half of the time. */
export function decideAt(state: JudgeState, poll: Poll, policy: JudgePolicy): Decided {
  assertPolicy(policy);
  if (!Number.isFinite(poll.atMs)) {
    throw new TidegateError("invalid-input", `A poll needs the time it was taken at, not ${poll.atMs}.`);
  }
  const next = takeReading(state, poll, policy);
  const assessments = assessAll(next, poll, policy);
  return { state: next, assessments, decision: decide(assessments, next, poll, policy) };
}

function assessAll(state: JudgeState, poll: Poll, policy: JudgePolicy): readonly Assessment[] {
  return policy.objectives.map((objective) => {
    const indicator = state.indicators[indicatorOf(objective)];
    if (indicator !== undefined) return assess(objective, indicator, poll.atMs, policy);
    const known = Object.keys(state.indicators).join(", ");
    throw new TidegateError(
      "invalid-input",
      `The judge's memory knows ${known || "no indicators"}, not ${indicatorOf(objective)}. Start the step anew.`,
    );
  });
}

function toVerdict(decision: Decision, assessments: readonly Assessment[], policy: JudgePolicy): Verdict {
  const indicators = assessments.map((assessment) => toIndicatorEvidence(assessment, policy));
  const evidence: Evidence = { summary: decision.text, indicators };
  if (policy.dryRun) {
    return {
      kind: "skipped",
      evidence: { ...evidence, summary: `dry run, would be ${decision.kind}: ${decision.text}` },
    };
  }
  if (decision.kind === "inconclusive") return { kind: "inconclusive", reason: decision.reason, evidence };
  if (decision.kind === "provider-error") return { kind: "provider-error", message: decision.text, evidence };
  return { kind: decision.kind, evidence };
}

function toIndicatorEvidence(assessment: Assessment, policy: JudgePolicy): IndicatorEvidence {
  const { indicator, compared, state, limit, burnRate, requiredRequests } = assessment;
  return {
    indicator,
    arms: compared,
    evidence: toEvidence(assessment.logEvidence),
    limit,
    burnRate,
    step: state.step,
    ...(Number.isFinite(requiredRequests) ? { requiredRequests } : {}),
    ...(policy.gate === "statistics" ? comparison(assessment, policy) : {}),
    nonInferiority: { evidence: toEvidence(assessment.logNonInferiority), limit: 1 / policy.beta },
    information: { safe2x2: toEvidence(state.safe2x2.logEvidence), msprt: finite(msprt(compared)) },
  };
}

function comparison(assessment: Assessment, policy: JudgePolicy): Pick<IndicatorEvidence, "ratio" | "toDecide"> {
  const { compared, state, limit, requiredRequests, provenGood } = assessment;
  const requests = compared.stable.requests + compared.candidate.requests;
  const share = requests === 0 ? 0.5 : Math.max(compared.candidate.requests, 1) / (requests + 1);
  // No failure says more than 1/share: it fell on the candidate and not, as one would expect, on anybody.
  const missing = Math.max(0, Math.log(limit) - assessment.logEvidence) / Math.log(1 / share);
  const needed = provenGood ? policy.minRequests : Math.max(policy.minRequests, requiredRequests);
  const lacking = Math.max(0, needed - state.nonInferior.compared.candidate.requests);
  return {
    ratio: ratioInterval(state.degraded, policy.alpha),
    toDecide: {
      failuresToFail: Math.ceil(missing),
      ...(Number.isFinite(lacking) ? { requestsToPass: lacking } : {}),
    },
  };
}
