import type { Assessment } from "./assessment.ts";
import { contrastText, countsText, evidenceText, toEvidence } from "./evidence-text.ts";
import { hardGuard } from "./hard-guard.ts";
import { type JudgePolicy, marginOf } from "./judge-policy.ts";
import type { JudgeState } from "./judge-state.ts";
import { type Unmet, unmetConditions } from "./pass-conditions.ts";
import type { Poll } from "./poll.ts";
import { isSplitWrong, splitEvidence, splitLimit } from "./sample-ratio.ts";
import type { InconclusiveReason } from "./verdict.ts";

/** What is decided, and the sentence that says why. */
export type Decision =
  | { readonly kind: "fail" | "provider-error" | "pass" | "continue"; readonly text: string }
  | { readonly kind: "inconclusive"; readonly reason: InconclusiveReason; readonly text: string };

/** The order of decision: what takes a release back comes first, and a pass is what is left when nothing is missing. */
export function decide(
  assessments: readonly Assessment[],
  state: JudgeState,
  poll: Poll,
  policy: JudgePolicy,
): Decision {
  return (
    decideFailure(assessments, state, poll, policy) ??
    providerError(state, poll, policy) ??
    wrongSplit(assessments, policy) ??
    sharedCause(assessments) ??
    passOrWait(unmetConditions(assessments, state, poll, policy), assessments, state, poll, policy)
  );
}

/** What takes a release back, if anything does. */
export function decideFailure(
  assessments: readonly Assessment[],
  state: JudgeState,
  poll: Poll,
  policy: JudgePolicy,
): Decision | undefined {
  return (
    failByGuard(state, poll, policy) ??
    failByEvidence(assessments, policy) ??
    failByColdBurn(assessments, policy) ??
    failByBurn(assessments)
  );
}

function failByGuard(state: JudgeState, poll: Poll, policy: JudgePolicy): Decision | undefined {
  const guard = hardGuard(state, poll, policy);
  return guard === undefined ? undefined : { kind: "fail", text: guard };
}

/**
 * The weighted sum of e-values is one too, so it decides at 1/α. It includes the weighted Bonferroni rule, by which one
 * indicator alone decides at its own limit.
 */
function failByEvidence(assessments: readonly Assessment[], policy: JudgePolicy): Decision | undefined {
  if (policy.gate === "guards") return undefined;
  const sum = assessments.reduce(
    (total, { logEvidence, limit, warmUp }) =>
      total + Math.exp(logEvidence) / limit + Math.exp(warmUp.logEvidence) / warmUp.limit,
    0,
  );
  if (!(sum >= 1)) return undefined;
  const cold = assessments.find(({ warmUp }) => Math.exp(warmUp.logEvidence) >= warmUp.limit);
  if (cold !== undefined) return { kind: "fail", text: `while warming up, ${warmUpText(cold, policy)}` };
  const worst = assessments.reduce((a, b) => (b.logEvidence > a.logEvidence ? b : a));
  const evidence = toEvidence(worst.logEvidence);
  if (evidence >= worst.limit) return { kind: "fail", text: againstLimit(worst, evidence) };
  const together = `, and together with the other indicators ${evidenceText(sum / policy.alpha)} ≥ ${evidenceText(1 / policy.alpha)}`;
  return { kind: "fail", text: `${contrastText(worst)}: evidence ${evidenceText(evidence)}${together}` };
}

function failByColdBurn(assessments: readonly Assessment[], policy: JudgePolicy): Decision | undefined {
  const burning = assessments.find(({ warmUp }) => warmUp.burns);
  if (burning === undefined || policy.gate === "guards") return undefined;
  const ratio = evidenceText(burning.state.warmUp.riskRatio);
  const counts = countsText(burning.indicator, burning.state.warmUp.compared);
  return { kind: "fail", text: `while warming up, ${counts}: more than ${ratio}× what stable does or may` };
}

function warmUpText({ indicator, state, warmUp }: Assessment, policy: JudgePolicy): string {
  const evidence = evidenceText(toEvidence(warmUp.logEvidence));
  const ratio = evidenceText(marginOf(policy, indicator).warmUpRiskRatio);
  const counts = countsText(indicator, state.warmUp.compared);
  return `${counts}, far beyond the ${ratio}× that a cold start may have: evidence ${evidence} ≥ ${evidenceText(warmUp.limit)}`;
}

function againstLimit(assessment: Assessment, evidence: number): string {
  const isCold = assessment.state.degraded.compared.candidate.requests === 0;
  const when = isCold && assessment.state.warmUp.compared.candidate.requests > 0 ? "while warming up, " : "";
  return `${when}${contrastText(assessment)}: evidence ${evidenceText(evidence)} ≥ ${evidenceText(assessment.limit)}`;
}

function failByBurn(assessments: readonly Assessment[]): Decision | undefined {
  const blamed = assessments.find((assessment) => assessment.blamedTier !== undefined);
  if (blamed?.blamedTier === undefined) return undefined;
  const { factor, minEvidence } = blamed.blamedTier;
  const burn = `burns its budget at ${evidenceText(blamed.burnRate.candidate ?? 0)}× > ${factor}×`;
  const evidence = `evidence ${evidenceText(toEvidence(blamed.logEvidence))} > ${minEvidence}`;
  return { kind: "fail", text: `the candidate ${burn}: ${contrastText(blamed)}, ${evidence}` };
}

function providerError(state: JudgeState, poll: Poll, policy: JudgePolicy): Decision | undefined {
  if (poll.reading.kind === "none" && policy.gate === "guards") return undefined;
  const { consecutiveErrors, lastError, lastSampleAtMs } = state.provider;
  const why = lastError === undefined ? "" : `: ${lastError}`;
  if (consecutiveErrors >= policy.maxProviderErrors) {
    return { kind: "provider-error", text: `no usable counters at ${consecutiveErrors} polls in a row${why}` };
  }
  const staleMs = poll.atMs - lastSampleAtMs;
  if (staleMs > policy.maxStaleMs) {
    return { kind: "provider-error", text: `no new counters for ${Math.round(staleMs / 1000)} s${why}` };
  }
  const isOver = poll.atMs - state.stepStartedAtMs >= policy.maxDurationMs;
  return isOver && consecutiveErrors > 0
    ? { kind: "provider-error", text: `no usable counters when the time was up${why}` }
    : undefined;
}

/** Requests that are not split as asked are not the random halves that the comparison needs. */
function wrongSplit(assessments: readonly Assessment[], { askedShare, gate }: JudgePolicy): Decision | undefined {
  const served = assessments[0]?.state.step;
  if (askedShare === undefined || gate === "guards" || served === undefined) return undefined;
  const [stable, candidate] = [served.stable.requests, served.candidate.requests];
  if (!isSplitWrong({ stable, candidate }, askedShare)) return undefined;
  const evidence = toEvidence(splitEvidence({ stable, candidate }, askedShare));
  const observed = (100 * candidate) / (stable + candidate);
  const asked = Number((100 * askedShare).toFixed(3));
  const text = `the router gives the candidate ${observed.toFixed(1)} % of the requests instead of ${asked} %: evidence ${evidenceText(evidence)} ≥ ${evidenceText(splitLimit)}`;
  return { kind: "inconclusive", reason: "routing", text };
}

/**
 * Nobody advances while the service burns as a whole, unless the candidate is proven good and burns less than half as
 * fast: then it may well be the remedy.
 */
function sharedCause(assessments: readonly Assessment[]): Decision | undefined {
  const shared = assessments.find((assessment) => assessment.attribution === "shared-cause" && !isRelief(assessment));
  if (shared === undefined) return undefined;
  const { candidate, stable } = shared.burnRate;
  const rates = `${evidenceText(candidate ?? 0)}× on candidate, ${evidenceText(stable ?? 0)}× on stable`;
  const text = `${shared.indicator} burn on both arms (${rates}): the whole service, not this release`;
  return { kind: "inconclusive", reason: "shared-cause", text };
}

function isRelief({ provenGood, burnRate: { candidate, stable } }: Assessment): boolean {
  return provenGood && candidate !== undefined && stable !== undefined && 2 * candidate < stable;
}

function passOrWait(
  unmet: readonly Unmet[],
  assessments: readonly Assessment[],
  state: JudgeState,
  poll: Poll,
  policy: JudgePolicy,
): Decision {
  const [gravest] = unmet;
  if (gravest === undefined) return { kind: "pass", text: passText(assessments) };
  const missing = unmet.map(({ text }) => text).join("; ");
  const elapsedMs = poll.atMs - state.stepStartedAtMs;
  if (elapsedMs < policy.maxDurationMs) return { kind: "continue", text: `observing: ${missing}` };
  const text = `undecided after ${(elapsedMs / 1000).toFixed(1)} s: ${missing}`;
  return { kind: "inconclusive", reason: gravest.reason, text };
}

function passText(assessments: readonly Assessment[]): string {
  if (assessments.length === 0) return "ready, and no guard was hit";
  return assessments
    .map((a) => `${contrastText(a)} (evidence ${evidenceText(toEvidence(a.logEvidence))} of ${evidenceText(a.limit)})`)
    .join("; ");
}
