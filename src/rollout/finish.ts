import type { Release } from "../release/release.ts";
import { kept } from "./bounded.ts";
import { blamesCandidate } from "./go-back.ts";
import { withoutEntry } from "./governance/quarantine.ts";
import { withLearnt, withoutLearnt } from "./learn.ts";
import { isTerminal } from "./phase.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";

/** Writes what a rollout that has just ended means into the record: what is live, what is refused, what was. Idempotent. */
export function finish(record: DeliveryRecord, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || !isTerminal(rollout.phase) || rollout.endedAtMs !== undefined) return record;
  const { lease: _, deadlineMs: __, ...rest } = rollout;
  const candidatePercent = rollout.phase === "succeeded" ? 100 : 0;
  const ended: Rollout = { ...rest, candidatePercent, endedAtMs: nowMs };
  const told = { ...withLineInHistory(record, rollout, nowMs), rollout: ended };
  return rollout.phase === "succeeded" ? withLive(told, rollout) : withQuarantine(told, rollout, nowMs);
}

/** The record in which a rollout that ends now has its line. */
export function withLineInHistory(record: DeliveryRecord, rollout: Rollout, nowMs: number): DeliveryRecord {
  const { irreversibleFromPercent } = rollout;
  const line = {
    rolloutId: rollout.id,
    release: rollout.candidate,
    phase: rollout.phase,
    text: rollout.failure?.text ?? rollout.reason,
    startedAtMs: rollout.startedAtMs,
    endedAtMs: nowMs,
    strategy: rollout.plan.strategy,
    ...(rollout.runUrl === undefined ? {} : { runUrl: rollout.runUrl }),
    ...(rollout.stable === undefined ? {} : { replaced: rollout.stable }),
    ...(irreversibleFromPercent === undefined ? {} : { irreversibleFromPercent }),
  };
  return { ...record, history: [line, ...record.history].slice(0, kept.rollouts) };
}

function withLive(record: DeliveryRecord, rollout: Rollout): DeliveryRecord {
  const isOther = (release: Release) => release.digest !== rollout.candidate.digest;
  const replaced = rollout.stable === undefined ? [] : [rollout.stable];
  const earlier = record.previous.filter((release) => release.digest !== rollout.stable?.digest);
  const previous = [...replaced, ...earlier].filter(isOther).slice(0, kept.releases);
  return withWithdrawn(withLearnt({ ...record, live: rollout.candidate, previous }, rollout), rollout);
}

/**
 * What a person took away after it had succeeded is not promoted any further, and not delivered here again by a pipeline
 * that knows nothing of it. Going forth again to such a release takes that back, and says nothing about what it replaces.
 */
function withWithdrawn(record: DeliveryRecord, { plan, candidate, stable, ...by }: Rollout): DeliveryRecord {
  if (plan.strategy !== "restore") return record;
  const wasWithdrawn = record.quarantine.some(
    ({ digest, kind }) => digest === candidate.digest && kind === "withdrawn",
  );
  if (wasWithdrawn) return withoutEntry(record, candidate.digest);
  if (stable === undefined || stable.digest === candidate.digest) return record;
  const { digest, version } = stable;
  const reason = `taken back by ${by.actor}: ${by.reason}`;
  const entry = { kind: "withdrawn", digest, version, rolloutId: by.id, reason, atMs: by.phaseSinceMs } as const;
  const known = withoutLearnt(record, digest);
  return { ...known, quarantine: [entry, ...withoutEntry(known, digest).quarantine] };
}

/** The record in which the digest of a rollout that failed by its own fault is refused from now on. */
export function withQuarantine(record: DeliveryRecord, rollout: Rollout, nowMs: number): DeliveryRecord {
  const { failure, candidate } = rollout;
  // A release that was good here before and cannot be brought back now says more about the target than about itself.
  if (failure === undefined || rollout.plan.strategy === "restore" || !blamesCandidate(failure.kind)) return record;
  const others = withoutEntry(record, candidate.digest).quarantine;
  const { digest, version } = candidate;
  const entry = { kind: "failed" as const, digest, version, rolloutId: rollout.id, reason: failure.text, atMs: nowMs };
  return { ...record, quarantine: [entry, ...others] };
}
