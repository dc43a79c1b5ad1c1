import type { Digest } from "../../release/release.ts";
import type { DeliveryRecord } from "../record.ts";
import { withAudit } from "./audit.ts";

export function withoutEntry(record: DeliveryRecord, digest: Digest): DeliveryRecord {
  return { ...record, quarantine: record.quarantine.filter((entry) => entry.digest !== digest) };
}

export interface Lift {
  /** A version or a digest. */
  readonly release: string;
  readonly actor: string;
  readonly reason: string;
  readonly nowMs: number;
}

/** Lets a release be delivered again; who said so, and why, is kept. `undefined` when it is not in quarantine. */
export function liftQuarantine(record: DeliveryRecord, lift: Lift): DeliveryRecord | undefined {
  const { release, actor, reason, nowMs } = lift;
  const entry = record.quarantine.find(({ digest, version }) => digest === release || version === release);
  if (entry === undefined) return undefined;
  const result = `${entry.version} may be delivered again; it was refused because: ${entry.reason}`;
  const line = { atMs: nowMs, actor, action: "lift-quarantine", reason, rolloutId: entry.rolloutId, result };
  return withAudit(withoutEntry(record, entry.digest), line);
}
