import { reasonOf } from "../errors/reason-of.ts";
import { bounded } from "./bounded.ts";
import { withLineInHistory, withQuarantine } from "./finish.ts";
import { withAudit } from "./governance/audit.ts";
import { isRestored, isShare } from "./hard-guards.ts";
import { noticeOf } from "./notice-of.ts";
import { enqueue, type Listener } from "./outbox.ts";
import { planWithoutStable } from "./plan-of.ts";
import type { Observation } from "./ports.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import { inProgress, type Refused } from "./refuse.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";
import { areSameRules } from "./traffic-rules.ts";

/** What a rollout whose way back is blocked means for a hot fix. */
export type StepOver =
  /** It can be ended now, as any other. */
  | { readonly kind: "end-it" }
  | { readonly kind: "refused"; readonly refused: Refused }
  /** The fix may be begun in this record, with this plan. */
  | { readonly kind: "over"; readonly record: DeliveryRecord; readonly plan: RolloutRequest["plan"] };

/**
 * Whether a hot fix may begin over a rollout that could not be taken back. It may where no request is on the failed
 * candidate any more, so that starting the fix in its place takes nothing from anybody (invariant 7), and the release to
 * go back to stays the recorded one (invariant 5). That one does not serve, so there is nothing to compare with: the fix
 * gets all requests once it is ready.
 */
export async function stepOver(
  record: DeliveryRecord,
  rollout: Rollout,
  request: RolloutRequest,
  { target, clock, channels }: EnginePorts,
): Promise<StepOver> {
  if (rollout.candidate.digest === request.candidate.digest) return refused(inProgress(record).message);
  let observation: Observation;
  try {
    observation = await target.observe();
  } catch (error) {
    return refused(`${blocked(rollout)}, and the target does not answer: ${reasonOf(error)} ${repair}`);
  }
  if (isRestored(rollout, observation)) return { kind: "end-it" };
  const { candidatePercent, rules } = observation;
  if (!isShare(candidatePercent, 0) || !areSameRules(rules, undefined)) {
    const where = `${candidatePercent} % of the requests are still on ${rollout.candidate.version}`;
    const why = rollout.operation?.error ?? "the target gives no reason";
    return refused(
      `${blocked(rollout)}: ${where}, where a fix would have to be started in its place. What stands in the way: ${why} ${repair}`,
    );
  }
  const over = steppedOver(record, rollout, { request, nowMs: clock.nowMs(), audience: channels });
  return { kind: "over", record: over, plan: planWithoutStable(request.plan) };
}

const repair = "Repair the target, then run the watchdog workflow or deliver the fix again.";

function blocked({ candidate, stable }: Rollout): string {
  return `${candidate.version} could not be taken back to ${stable?.version ?? "nothing"}`;
}

function refused(message: string): StepOver {
  return { kind: "refused", refused: { refusal: "in-progress", message } };
}

interface Stepping {
  readonly request: Pick<RolloutRequest, "candidate" | "actor" | "reason">;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
}

/** The record in which the failed rollout is over, told of, and held against its digest. The fix is begun in the same write. */
function steppedOver(record: DeliveryRecord, rollout: Rollout, { request, nowMs, audience }: Stepping): DeliveryRecord {
  const { candidate, actor, reason } = request;
  const text = `${rollout.failure?.text ?? "taken back"}; ${blocked(rollout)}, and the hot fix ${candidate.version} takes its place`;
  const told = enqueue(record, noticeOf(record, rollout, "failed", text, nowMs), audience);
  const line = { atMs: nowMs, actor, action: "step-over", reason, rolloutId: rollout.id, result: text };
  return bounded(withAudit(withQuarantine(withLineInHistory(told, rollout, nowMs), rollout, nowMs), line));
}
