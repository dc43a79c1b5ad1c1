import type { Digest } from "../release/release.ts";
import { bounded } from "./bounded.ts";
import { broughtBy, findUndo } from "./find-undo.ts";
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
  const known = [live, rollout?.candidate, ...record.previous];
  const release = known.find((one) => one?.digest === digest) ?? live ?? rollout?.candidate;
  const notice: Notice = {
    ...stateOf(record, digest, needsSomebody),
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
  const team = audience.filter(({ name }) => name !== "ledger");
  return bounded(enqueueApart(withUndo(record, errand, { digest, id, nowMs, result: text }), notice, team));
}

interface Noted extends Pick<Telling, "digest" | "id" | "nowMs"> {
  /** What came of it. */
  readonly result: string;
}

/** The record whose audit says that a run was to take a release back. */
export function withUndo(record: DeliveryRecord, errand: Errand, { digest, id, nowMs, result }: Noted): DeliveryRecord {
  const { reason, actor, runUrl } = errand;
  const by = broughtBy(record, digest);
  return withAudit(record, {
    atMs: nowMs,
    actor,
    action: "undo",
    reason,
    rolloutId: id,
    digest,
    ...(runUrl === undefined ? {} : { runUrl }),
    ...(by === undefined ? {} : { broughtBy: by }),
    result,
  });
}

/** A release that stays has all the requests unless it is frozen on its way, and one that was replaced has none. */
function stateOf(
  { live, rollout }: DeliveryRecord,
  digest: Digest,
  needsSomebody: boolean,
): Pick<Notice, "kind" | "phase" | "candidatePercent"> {
  const isLive = live?.digest === digest;
  if (needsSomebody) {
    return { kind: "frozen", phase: "frozen", candidatePercent: isLive ? 100 : (rollout?.candidatePercent ?? 0) };
  }
  if (isLive) return { kind: "succeeded", phase: "succeeded", candidatePercent: 100 };
  return { kind: "failed", phase: "abandoned", candidatePercent: 0 };
}
