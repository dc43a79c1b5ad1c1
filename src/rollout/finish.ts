import type { Release } from "../release/release.ts";
import { blamesCandidate } from "./go-back.ts";
import { isTerminal } from "./phase.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";

const keptReleases = 10;
const keptRollouts = 20;

/** Writes what a rollout that has just ended means into the record: what is live, what is refused, what was. Idempotent. */
export function finish(record: DeliveryRecord, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || !isTerminal(rollout.phase) || rollout.endedAtMs !== undefined) return record;
  const { lease: _, deadlineMs: __, ...rest } = rollout;
  const candidatePercent = rollout.phase === "succeeded" ? 100 : 0;
  const ended: Rollout = { ...rest, candidatePercent, endedAtMs: nowMs };
  const line = {
    rolloutId: rollout.id,
    release: rollout.candidate,
    phase: rollout.phase,
    text: rollout.failure?.text ?? rollout.reason,
    startedAtMs: rollout.startedAtMs,
    endedAtMs: nowMs,
  };
  const told = { ...record, rollout: ended, history: [line, ...record.history].slice(0, keptRollouts) };
  return rollout.phase === "succeeded" ? withLive(told, rollout) : withQuarantine(told, rollout, nowMs);
}

function withLive(record: DeliveryRecord, rollout: Rollout): DeliveryRecord {
  const isOther = (release: Release) => release.digest !== rollout.candidate.digest;
  const replaced = rollout.stable === undefined ? [] : [rollout.stable];
  const earlier = record.previous.filter((release) => release.digest !== rollout.stable?.digest);
  const previous = [...replaced, ...earlier].filter(isOther).slice(0, keptReleases);
  return { ...record, live: rollout.candidate, previous };
}

function withQuarantine(record: DeliveryRecord, rollout: Rollout, nowMs: number): DeliveryRecord {
  const { failure, candidate } = rollout;
  // A release that was good here before and cannot be brought back now says more about the target than about itself.
  if (failure === undefined || rollout.plan.strategy === "restore" || !blamesCandidate(failure.kind)) return record;
  const others = record.quarantine.filter(({ digest }) => digest !== candidate.digest);
  const { digest, version } = candidate;
  const entry = { digest, version, rolloutId: rollout.id, reason: failure.text, atMs: nowMs };
  return { ...record, quarantine: [entry, ...others] };
}
