import type { Assess } from "./assess.ts";
import { createAssess } from "./assess-metrics.ts";
import { createReadinessAssess } from "./assess-readiness.ts";
import { drive } from "./drive.ts";
import type { Outcome } from "./outcome.ts";
import type { StoredRecord } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import type { EnginePorts, ReconcileRequest } from "./request.ts";
import { openSession, writeFirst } from "./session.ts";

export interface Taking {
  readonly record: DeliveryRecord;
  readonly isVisit: boolean;
}

type Taker = Pick<ReconcileRequest, "holder" | "judging">;

/**
 * Becomes the owner of the rollout in the record and drives it.
 *
 * @returns `conflict` when somebody else was first; nothing was done then
 */
export async function ownAndDrive(
  { holder, judging }: Taker,
  ports: EnginePorts,
  stored: StoredRecord | undefined,
  { record, isVisit }: Taking,
): Promise<Outcome | "conflict"> {
  // Before anything is written: settings that no judge can work with must not take the rollout from anybody.
  const assess = assessFor(record, judging, ports, isVisit);
  const revision = await writeFirst(ports.target, record, stored?.revision);
  if (revision === undefined) return "conflict";
  ports.log.info(record.rollout?.timeline.at(-1)?.text ?? "");
  const access = openSession(ports.target, { record, revision });
  return drive({ access, holder, isVisit, assess }, ports);
}

/** Going back needs readiness alone; whoever looks after a bake judges it as its engine would. */
function assessFor(
  { rollout }: DeliveryRecord,
  judging: ReconcileRequest["judging"],
  ports: EnginePorts,
  isVisit: boolean,
): Assess {
  const mayGoForward = isVisit && judging !== undefined && rollout !== undefined;
  return mayGoForward ? createAssess({ ...judging, plan: rollout.plan }, ports) : createReadinessAssess(ports);
}
