import { type Beginning, begin, emptyRecord } from "./begin.ts";
import type { Plan } from "./plan.ts";
import { restorePlan } from "./plan-of.ts";
import type { Observation } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";
import { announce } from "./step.ts";
import type { RolloutLimits } from "./strategy.ts";
import { failRollout } from "./transition.ts";

/**
 * A record where none is stored. What the target runs as its stable arm counts as live: a record that was lost between
 * two rollouts must not make the next one a first delivery, with all the traffic at once. What was in quarantine, and
 * what was live before, is lost with it.
 */
export function recoverRecord(
  place: Pick<Errand, "service" | "environment">,
  { arms }: Pick<Observation, "arms">,
): DeliveryRecord {
  const live = arms.stable?.release;
  return { ...emptyRecord(place), ...(live === undefined ? {} : { live }) };
}

/** Those of a service that says nothing about them; the rollout's own were in the record. */
const usualLimits: RolloutLimits = { readyTimeoutMs: 120_000, maxHoldMs: 600_000, leaseMs: 90_000, pollMs: 10_000 };

/**
 * The record of the rollout that was under way when the record was lost, on its way back. What was known against the
 * candidate is lost, so nothing blames it.
 *
 * @returns `undefined` when the target runs no candidate beside a stable release: there is nothing to go back from, or
 * nothing to go back to
 */
export function recoverRollout(
  errand: Errand,
  observation: Observation,
  { id, nowMs, audience }: Pick<Beginning, "id" | "nowMs" | "audience">,
): DeliveryRecord | undefined {
  const { candidate, stable } = observation.arms;
  if (candidate === undefined || stable === undefined) return undefined;
  const plan: Plan = { ...restorePlan(usualLimits), strategy: "canary" };
  const begun = begin(recoverRecord(errand, observation), {
    id,
    candidate: candidate.release,
    plan,
    errand,
    nowMs,
    audience,
  });
  const { rollout } = begun;
  if (rollout === undefined) return undefined;
  const text = `the record was lost, and ${candidate.release.version} was under way`;
  // It may have reached users, whatever step it was at.
  const seen = { ...rollout, stepIndex: 0, candidatePercent: observation.candidatePercent };
  return announce(
    { ...begun, rollout: failRollout(seen, { kind: "lease-expired", text }, nowMs) },
    rollout,
    nowMs,
    audience,
  );
}
