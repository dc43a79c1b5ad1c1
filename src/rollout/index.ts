export { runRollout } from "./engine.ts";
export { expireLease } from "./expire-lease.ts";
export { flushOutbox } from "./flush-outbox.ts";
export type { Outcome, Refusal, Unchanged } from "./outcome.ts";
export { planOf } from "./plan-of.ts";
export { reconcile } from "./reconcile.ts";
export type { EnginePorts, Errand, JudgeSettings, ReconcileRequest, RolloutRequest } from "./request.ts";
export { type RolloutSummary, type SummaryLine, summarize } from "./summary.ts";
