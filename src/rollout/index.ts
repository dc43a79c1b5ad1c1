export { runRollout } from "./engine.ts";
export { expireLease } from "./expire-lease.ts";
export type { Outcome, Refusal, Unchanged } from "./outcome.ts";
export { planOf, planWithoutStable, restorePlan } from "./plan-of.ts";
export { reconcile } from "./reconcile.ts";
export type { EnginePorts, Errand, JudgeSettings, ReconcileRequest, RolloutRequest } from "./request.ts";
