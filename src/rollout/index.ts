export { runRollout } from "./engine.ts";
export { findSucceeded } from "./find-succeeded.ts";
export type { Outcome, Refusal, Unchanged } from "./outcome.ts";
export { planOf } from "./plan-of.ts";
export { reconcile } from "./reconcile.ts";
export type { EnginePorts, Errand, JudgeSettings, ReconcileRequest, RolloutRequest } from "./request.ts";
