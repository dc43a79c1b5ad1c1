import type { Digest } from "../release/release.ts";
import type { AuditEntry } from "./governance/command.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";
import { findBringing } from "./who-brought.ts";

export interface Undone extends Pick<Errand, "runUrl"> {
  readonly digest: Digest;
  /** What came of it. @default whatever did */
  readonly result?: string;
}

/** Where the audit says that this run was to take the release back, since the release was last brought here. */
export function findUndo(
  record: Pick<DeliveryRecord, "audit" | "history">,
  { digest, runUrl, result }: Undone,
): AuditEntry | undefined {
  if (runUrl === undefined) return undefined;
  const sinceMs = findBringing(record, digest)?.endedAtMs ?? Number.NEGATIVE_INFINITY;
  return record.audit.find(
    (entry) =>
      entry.action === "undo" &&
      entry.digest === digest &&
      entry.runUrl === runUrl &&
      entry.atMs >= sinceMs &&
      (result === undefined || entry.result === result),
  );
}
