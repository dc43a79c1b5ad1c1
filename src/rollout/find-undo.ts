import type { Digest } from "../release/release.ts";
import type { AuditEntry } from "./governance/command.ts";
import { isTerminal } from "./phase.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";
import { findBringing } from "./who-brought.ts";

export interface Undone extends Pick<Errand, "runUrl"> {
  readonly digest: Digest;
  /** What came of it. @default whatever did */
  readonly result?: string;
}

/** The rollout through which a release came here, or is coming. Bringing it back in place of another is none. */
export function broughtBy(record: DeliveryRecord, digest: Digest): string | undefined {
  const { rollout } = record;
  const isComing = rollout !== undefined && !isTerminal(rollout.phase) && rollout.plan.strategy !== "restore";
  return isComing && rollout.candidate.digest === digest ? rollout.id : findBringing(record, digest)?.rolloutId;
}

/** Where the audit says that this run was to take the release back, since the release was last brought here. */
export function findUndo(
  record: Pick<DeliveryRecord, "audit" | "history">,
  { digest, runUrl, result }: Undone,
): AuditEntry | undefined {
  if (runUrl === undefined) return undefined;
  const line = findBringing(record, digest);
  // The clocks of two runners differ; only a line that an earlier version wrote has nothing else.
  const isSince = ({ broughtBy: by, atMs }: AuditEntry) =>
    line === undefined || (by === undefined ? atMs >= line.endedAtMs : by === line.rolloutId);
  return record.audit.find(
    (entry) =>
      entry.action === "undo" &&
      entry.digest === digest &&
      entry.runUrl === runUrl &&
      isSince(entry) &&
      (result === undefined || entry.result === result),
  );
}
