import type { Notice } from "./notice.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";

/** Makes the notice for the moment a rollout is in. */
export function noticeOf(
  record: DeliveryRecord,
  rollout: Rollout,
  kind: Notice["kind"],
  text: string,
  atMs: number,
): Notice {
  const { stable, runUrl } = rollout;
  return {
    kind,
    service: record.service,
    environment: record.environment,
    version: rollout.candidate.version,
    digest: rollout.candidate.digest,
    commit: rollout.candidate.commit,
    ...(stable === undefined ? {} : { stableVersion: stable.version }),
    rolloutId: rollout.id,
    phase: rollout.phase,
    candidatePercent: rollout.candidatePercent,
    text,
    reason: rollout.reason,
    actor: rollout.actor,
    ...(runUrl === undefined ? {} : { runUrl }),
    atMs,
  };
}

/** What the team is told when a rollout has just come into its phase; `undefined` when that is no news. */
export function newsOf(record: DeliveryRecord, before: Rollout, nowMs: number): Notice | undefined {
  const { rollout } = record;
  if (rollout === undefined || rollout.phase === before.phase) return undefined;
  const tell = (kind: Notice["kind"], text: string) => noticeOf(record, rollout, kind, text, nowMs);
  const latest = rollout.timeline.at(-1)?.text ?? "";
  switch (rollout.phase) {
    case "settling":
      return tell("progress", `${rollout.candidatePercent} % of the requests are on ${rollout.candidate.version}`);
    case "holding":
    case "paused":
    case "rolling-back":
      return tell("progress", latest);
    case "rollback-failed":
      return tell("rollback-failed", `${rollout.failure?.text}; ${latest}`);
    case "frozen":
      return tell("frozen", latest);
    case "succeeded":
      return tell("succeeded", successText(record, rollout, nowMs));
    case "rolled-back":
      return tell(rollout.stable === undefined ? "failed" : "rolled-back", failureText(rollout));
    case "abandoned":
      return tell("failed", failureText(rollout));
    default:
      return undefined;
  }
}

function successText(record: DeliveryRecord, rollout: Rollout, nowMs: number): string {
  const before = rollout.stable === undefined ? "for the first time" : `instead of ${rollout.stable.version}`;
  const seconds = Math.round((nowMs - rollout.startedAtMs) / 1000);
  return `${rollout.candidate.version} serves ${record.environment} ${before}, ${seconds} s after the start`;
}

function failureText(rollout: Rollout): string {
  const { failure, stable, restoredAtMs } = rollout;
  const cause = failure?.text ?? "taken back";
  if (stable === undefined) return `${cause}; nothing was live before, so nothing serves now`;
  if (rollout.phase === "abandoned") return `${cause}; no request had reached it, ${stable.version} serves on`;
  const tookMs = (restoredAtMs ?? Number.NaN) - (failure?.atMs ?? Number.NaN);
  const took = Number.isFinite(tookMs) ? `, ${(Math.max(0, tookMs) / 1000).toFixed(1)} s later` : "";
  return `${cause}; all requests are on ${stable.version} again${took}`;
}
