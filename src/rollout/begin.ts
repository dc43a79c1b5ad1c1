import type { Release } from "../release/release.ts";
import type { Objective } from "../slo/objective.ts";
import { bounded, withoutStaleNotices } from "./bounded.ts";
import { withAudit } from "./governance/audit.ts";
import { type Governance, noGovernance } from "./governance/policy.ts";
import { liftQuarantine } from "./governance/quarantine.ts";
import { learntMargins } from "./learn.ts";
import { driveLease } from "./lease.ts";
import { noticeOf } from "./notice-of.ts";
import { enqueue, keepMessages, type Listener } from "./outbox.ts";
import type { Plan } from "./plan.ts";
import { planWithoutStable } from "./plan-of.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { Errand, JudgeSettings } from "./request.ts";

export interface Beginning {
  readonly id: string;
  readonly candidate: Release;
  readonly plan: Plan;
  readonly errand: Errand;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
  /** @default nothing declared */
  readonly governance?: Governance;
  readonly irreversibleFromPercent?: number;
  /** How the rollout is judged, where it is. */
  readonly objectives?: readonly Objective[];
  readonly judge?: JudgeSettings;
  /** Why the candidate is delivered although it is in quarantine. */
  readonly retryReason?: string;
  /** Why freezes do not count this time. */
  readonly overrideFreezeReason?: string;
  /** Why it may begin whatever is left of the error budget. */
  readonly overrideBudgetReason?: string;
  /** The candidate mends what is broken now: it is not baked. */
  readonly isHotfix?: boolean;
}

/** A record of a service that has never been delivered here. */
export function emptyRecord({ service, environment }: Pick<Errand, "service" | "environment">): DeliveryRecord {
  const lists = { previous: [], quarantine: [], history: [], outbox: [], commands: [], audit: [] };
  return { formatVersion: 2, service, environment, epoch: 0, ...lists };
}

/** The record once a rollout has been admitted: a new epoch, both digests named, a lease, and the first notice. */
export function begin(record: DeliveryRecord, beginning: Beginning): DeliveryRecord {
  const { candidate, errand, nowMs, id } = beginning;
  const rollout: Rollout = {
    id,
    reason: errand.reason,
    actor: errand.actor,
    ...(errand.runUrl === undefined ? {} : { runUrl: errand.runUrl }),
    ...(record.live === undefined ? {} : { stable: record.live }),
    candidate,
    plan: record.live === undefined ? planWithoutStable(beginning.plan) : beginning.plan,
    governance: beginning.governance ?? noGovernance,
    ...byHand(beginning),
    ...marginsFor(record, beginning),
    stepIndex: -1,
    phase: "admitted",
    phaseSinceMs: nowMs,
    deadlineMs: nowMs + beginning.plan.readyTimeoutMs,
    candidatePercent: 0,
    lease: driveLease(errand.holder, nowMs + beginning.plan.leaseMs),
    messages: {},
    noticeSequence: 0,
    startedAtMs: nowMs,
    timeline: [{ atMs: nowMs, phase: "admitted", candidatePercent: 0, text: startText(record, beginning) }],
  };
  const fresh = withDecisions(withoutStaleNotices(keepMessages(record), nowMs), beginning);
  const begun = { ...fresh, epoch: record.epoch + 1, rollout, commands: [] };
  const notice = noticeOf(begun, rollout, "started", startText(record, beginning), nowMs);
  return bounded(enqueue(begun, notice, beginning.audience));
}

/** Fixed now, so that whoever takes over judges by the same. */
function marginsFor(record: DeliveryRecord, { objectives, judge }: Beginning): Pick<Rollout, "margins"> {
  if (objectives === undefined || judge === undefined) return {};
  const margins = learntMargins(record, objectives, judge);
  return Object.keys(margins).length === 0 ? {} : { margins };
}

/** What a person has decided about this rollout beforehand. */
function byHand(beginning: Beginning): Pick<Rollout, "irreversibleFromPercent" | "freezeOverride" | "hotfix"> {
  const { irreversibleFromPercent, overrideFreezeReason, isHotfix = false, errand, nowMs } = beginning;
  const { actor } = errand;
  return {
    ...(irreversibleFromPercent === undefined ? {} : { irreversibleFromPercent }),
    ...(overrideFreezeReason === undefined
      ? {}
      : { freezeOverride: { actor, reason: overrideFreezeReason, atMs: nowMs } }),
    ...(isHotfix ? { hotfix: { by: actor, text: errand.reason, atMs: nowMs } } : {}),
  };
}

/** The same decisions in the audit, where they outlast the rollout. */
function withDecisions(record: DeliveryRecord, beginning: Beginning): DeliveryRecord {
  const { candidate, errand, nowMs, id, retryReason, overrideFreezeReason, isHotfix = false } = beginning;
  const { overrideBudgetReason } = beginning;
  const by = { atMs: nowMs, actor: errand.actor, rolloutId: id };
  const retry = { release: candidate.digest, actor: errand.actor, nowMs };
  let decided = record;
  if (retryReason !== undefined) decided = liftQuarantine(decided, { ...retry, reason: retryReason }) ?? decided;
  if (overrideFreezeReason !== undefined) {
    const result = "freezes do not hold this rollout up";
    decided = withAudit(decided, { ...by, action: "override-freeze", reason: overrideFreezeReason, result });
  }
  if (overrideBudgetReason !== undefined) {
    const result = "begun whatever is left of the error budget";
    decided = withAudit(decided, { ...by, action: "override-budget", reason: overrideBudgetReason, result });
  }
  if (isHotfix) decided = withAudit(decided, { ...by, action: "hotfix", reason: errand.reason, result: "not baked" });
  return decided;
}

function startText({ environment, live }: DeliveryRecord, { candidate, errand, plan }: Beginning): string {
  const instead = live === undefined ? "for the first time" : `instead of ${live.version}`;
  const verb = plan.strategy === "restore" ? "goes back" : "goes";
  return `${candidate.version} ${verb} to ${environment} ${instead}: ${errand.reason}`;
}
