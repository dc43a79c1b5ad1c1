import { type CallSite, callSite } from "../../errors/call-site.ts";

/**
 * What an expression holds on to when it refers to a step, a job, a matrix or a trigger. Two references are the same
 * only when they are the same object, so a name that happens to exist elsewhere is never taken for it.
 */
export interface Reference<Kind extends string = string> {
  readonly kind: Kind;
  readonly id: string;
  readonly source: CallSite | undefined;
}

export type StepReference = Reference<"step">;
export type JobReference = Reference<"job">;
export type MatrixReference = Reference<"matrix">;
export type TriggerReference = Reference<"trigger">;

export function reference<const Kind extends string>(kind: Kind, id: string): Reference<Kind> {
  return { kind, id, source: callSite() };
}
