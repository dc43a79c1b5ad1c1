import type { DeliveryRecord } from "../record.ts";
import type { AuditEntry } from "./command.ts";

/** Notes who decided what by hand; newest first. */
export function withAudit(record: DeliveryRecord, entry: AuditEntry): DeliveryRecord {
  return { ...record, audit: [entry, ...record.audit] };
}
