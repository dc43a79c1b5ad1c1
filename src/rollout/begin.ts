import type { Release } from "../release/release.ts";
import { noticeOf } from "./notice-of.ts";
import { enqueue, keepMessages, type Listener } from "./outbox.ts";
import type { Plan } from "./plan.ts";
import { planWithoutStable } from "./plan-of.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { Errand } from "./request.ts";

export interface Beginning {
  readonly id: string;
  readonly candidate: Release;
  readonly plan: Plan;
  readonly errand: Errand;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
}

/** A record of a service that has never been delivered here. */
export function emptyRecord({ service, environment }: Pick<Errand, "service" | "environment">): DeliveryRecord {
  return { schema: 1, service, environment, epoch: 0, previous: [], quarantine: [], history: [], outbox: [] };
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
    stepIndex: -1,
    phase: "admitted",
    phaseSinceMs: nowMs,
    deadlineMs: nowMs + beginning.plan.readyTimeoutMs,
    candidatePercent: 0,
    lease: { holder: errand.holder, untilMs: nowMs + beginning.plan.leaseMs },
    messages: {},
    noticeSequence: 0,
    startedAtMs: nowMs,
    timeline: [{ atMs: nowMs, phase: "admitted", candidatePercent: 0, text: startText(record, beginning) }],
  };
  const begun = { ...keepMessages(record), epoch: record.epoch + 1, rollout };
  return enqueue(begun, noticeOf(begun, rollout, "started", startText(record, beginning), nowMs), beginning.audience);
}

function startText({ environment, live }: DeliveryRecord, { candidate, errand, plan }: Beginning): string {
  const instead = live === undefined ? "for the first time" : `instead of ${live.version}`;
  const verb = plan.strategy === "restore" ? "goes back" : "goes";
  return `${candidate.version} ${verb} to ${environment} ${instead}: ${errand.reason}`;
}
