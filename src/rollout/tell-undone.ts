import type { Digest } from "../release/release.ts";
import { bounded } from "./bounded.ts";
import { findUndo } from "./find-undo.ts";
import { withAudit } from "./governance/audit.ts";
import type { Notice } from "./notice.ts";
import { enqueueApart, type Listener } from "./outbox.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";

export interface Telling {
  /** The release that was to go back. */
  readonly digest: Digest;
  readonly text: string;
  /** Nothing more happens by itself. */
  readonly needsSomebody: boolean;
  readonly id: string;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
}

/**
 * The record in which the team is told, and the audit says, that a release was not taken back here. It is no rollout, so
 * the ledger has nothing to file. The same record comes back when the audit says so already.
 */
export function withToldUndone(record: DeliveryRecord, errand: Errand, telling: Telling): DeliveryRecord {
  const { digest, text, needsSomebody, id, nowMs, audience } = telling;
  const { reason, actor, runUrl } = errand;
  const { live, rollout } = record;
  if (findUndo(record, { digest, runUrl, result: text }) !== undefined) return record;
  const release = [live, ...record.previous].find((known) => known?.digest === digest) ?? live ?? rollout?.candidate;
  const notice: Notice = {
    ...stateOf(live?.digest === digest, needsSomebody),
    service: record.service,
    environment: record.environment,
    version: release?.version ?? "unknown",
    ...(release === undefined ? {} : { digest: release.digest, commit: release.commit }),
    ...(live === undefined ? {} : { stableVersion: live.version }),
    rolloutId: id,
    text,
    reason,
    actor,
    ...(runUrl === undefined ? {} : { runUrl }),
    atMs: nowMs,
  };
  const wish = { digest, ...(runUrl === undefined ? {} : { runUrl }) };
  const line = { atMs: nowMs, actor, action: "undo", reason, rolloutId: id, ...wish, result: text };
  const team = audience.filter(({ name }) => name !== "ledger");
  return bounded(enqueueApart(withAudit(record, line), notice, team));
}

/** A release that stays has all the requests, and one that another has replaced has none. */
function stateOf(isLive: boolean, needsSomebody: boolean): Pick<Notice, "kind" | "phase" | "candidatePercent"> {
  if (needsSomebody) return { kind: "frozen", phase: "frozen", candidatePercent: 100 };
  if (isLive) return { kind: "succeeded", phase: "succeeded", candidatePercent: 100 };
  return { kind: "failed", phase: "abandoned", candidatePercent: 0 };
}
