import { bounded } from "./bounded.ts";
import { withAudit } from "./governance/audit.ts";
import type { Notice } from "./notice.ts";
import { enqueueApart, type Listener } from "./outbox.ts";
import type { DeliveryRecord } from "./record.ts";
import type { ReconcileRequest } from "./request.ts";

export interface Telling {
  readonly text: string;
  /** Nothing more happens by itself. */
  readonly needsSomebody: boolean;
  readonly id: string;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
}

/**
 * The record in which the team is told, and the audit says, that a release was not taken back here. It is no rollout, so
 * the ledger has nothing to file.
 */
export function withToldUndone(record: DeliveryRecord, request: ReconcileRequest, telling: Telling): DeliveryRecord {
  const { text, needsSomebody, id, nowMs, audience } = telling;
  const { reason, actor, runUrl, digest } = request;
  const { live, rollout } = record;
  const release = [live, ...record.previous].find((known) => known?.digest === digest) ?? live ?? rollout?.candidate;
  const notice: Notice = {
    kind: needsSomebody ? "frozen" : "failed",
    service: record.service,
    environment: record.environment,
    version: release?.version ?? "unknown",
    ...(release === undefined ? {} : { digest: release.digest, commit: release.commit }),
    ...(live === undefined ? {} : { stableVersion: live.version }),
    rolloutId: id,
    phase: needsSomebody ? "frozen" : "abandoned",
    candidatePercent: needsSomebody ? 100 : 0,
    text,
    reason,
    actor,
    ...(runUrl === undefined ? {} : { runUrl }),
    atMs: nowMs,
  };
  const line = { atMs: nowMs, actor, action: "undo", reason, rolloutId: id, result: text };
  const team = audience.filter(({ name }) => name !== "ledger");
  return bounded(enqueueApart(withAudit(record, line), notice, team));
}
