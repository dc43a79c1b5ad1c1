import type { EvidenceTrace } from "../slo/evidence-trace.ts";
import type { JudgeState } from "../slo/judge-state.ts";
import type { Verdict } from "../slo/verdict.ts";
import type { Observation } from "./ports.ts";
import type { Rollout } from "./record.ts";

/** What was learnt from the metrics at one poll. */
export interface Assessment {
  /** Only in phases that are judged. */
  readonly verdict?: Verdict;
  /** The moment the verdict is about; a deadline that came after it has not been judged yet. */
  readonly judgedAtMs?: number;
  /** Why there is no verdict where one was due. */
  readonly problem?: string;
  /** What is wrong with the metrics before the first requests reach the candidate; absent: that was not looked at. */
  readonly preflight?: readonly string[];
  readonly judge?: JudgeState;
  /** What `judge` is about, see the record. */
  readonly judgedStep?: string;
  /** What the latest verdicts follow from. */
  readonly evidence?: EvidenceTrace;
  readonly served?: Rollout["served"];
  readonly counted?: Rollout["counted"];
}

/** Forms an opinion about a rollout that has just been observed. Never throws: metrics that fail are a verdict too. */
export type Assess = (rollout: Rollout, observation: Observation) => Promise<Assessment>;

/** After all requests are back on stable the counters are read once more, but not waited for. */
export const lastLookMs = 1_000;
