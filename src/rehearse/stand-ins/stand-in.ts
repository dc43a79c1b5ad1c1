import type { JobState } from "../job-state.ts";

/** A step that uses a remote action, with its inputs evaluated. */
export interface StandInRequest {
  readonly inputs: Readonly<Record<string, string>>;
  readonly state: JobState;
}

export interface StandInResult {
  readonly outputs?: Readonly<Record<string, string>>;
  /** What was done here, and what the real action does that was not. Shown in the log. */
  readonly says: string;
}

/** Takes the place of one well-known remote action on this machine. Fails by throwing. */
export type StandIn = (request: StandInRequest) => Promise<StandInResult>;
