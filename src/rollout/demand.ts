import { assertNever } from "../errors/assert-never.ts";
import type { Verdict } from "../slo/verdict.ts";
import { hotfixProof } from "./governance/hotfix.ts";
import { driftGuard, hardGuard } from "./hard-guards.ts";
import type { Rollout } from "./record.ts";
import type { Seen } from "./seen.ts";
import type { Failure } from "./transition.ts";

/** What a look asks of a rollout: `wait` is neither good nor bad, `undecided` is bad only once time is up. */
export type Demand =
  /** `hotfix` says why it need not wait for what stable suffers from. */
  | { readonly kind: "advance"; readonly text: string; readonly hotfix?: string }
  | { readonly kind: "wait" }
  | { readonly kind: "undecided"; readonly failure: Failure }
  | { readonly kind: "hold"; readonly failure: Failure }
  | { readonly kind: "go-back"; readonly failure: Failure };

/** Guards first, then the verdict; without a verdict nothing is known, and the rollout holds. */
export function demandOf(rollout: Rollout, { observation, verdict, problem }: Seen): Demand {
  if (observation === undefined) {
    return { kind: "hold", failure: { kind: "target", text: "the target does not answer" } };
  }
  const failure = hardGuard(rollout, observation) ?? driftGuard(rollout, observation);
  if (failure !== undefined) return { kind: "go-back", failure };
  if (verdict === undefined) {
    const why = problem === undefined ? "" : `: ${problem}`;
    return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged${why}` } };
  }
  const hotfix = rollout.governance.hotfix === "auto" ? hotfixProof(verdict) : undefined;
  if (hotfix !== undefined) return { kind: "advance", text: hotfix, hotfix };
  return byVerdict(verdict);
}

function byVerdict(verdict: Verdict): Demand {
  const text = verdict.evidence.summary;
  switch (verdict.kind) {
    case "pass":
      return { kind: "advance", text };
    case "continue":
      return { kind: "wait" };
    case "fail":
      return { kind: "go-back", failure: { kind: "verdict", text } };
    case "provider-error":
      return { kind: "hold", failure: { kind: "no-metrics", text: `no metrics: ${verdict.message}` } };
    case "skipped":
      return { kind: "hold", failure: { kind: "no-metrics", text: `nothing was judged: ${text}` } };
    case "inconclusive":
      if (verdict.reason === "no-traffic") return { kind: "hold", failure: { kind: "no-traffic", text } };
      if (verdict.reason === "shared-cause") return { kind: "hold", failure: { kind: "shared-cause", text } };
      if (verdict.reason === "routing") return { kind: "hold", failure: { kind: "routing", text } };
      if (verdict.reason === "uncounted") return { kind: "hold", failure: { kind: "no-metrics", text } };
      return { kind: "undecided", failure: { kind: "inconclusive", text } };
    default:
      return assertNever(verdict);
  }
}

/** What says by itself that a rollout goes back, whatever else is going on; it needs no person and waits for none. */
export function failureIn(rollout: Rollout, seen: Seen): Failure | undefined {
  if (rollout.stepIndex >= 0) {
    const asked = demandOf(rollout, seen);
    return asked.kind === "go-back" ? asked.failure : undefined;
  }
  // Without traffic only a crash says something: it may not even have been started yet.
  const { observation } = seen;
  const isOurs = observation?.arms.candidate?.release.digest === rollout.candidate.digest;
  const failure = observation !== undefined && isOurs ? hardGuard(rollout, observation) : undefined;
  return failure?.kind === "crashed" ? failure : undefined;
}
