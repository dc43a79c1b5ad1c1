import type { Decision } from "../../../slo/decision.ts";
import { failsAt } from "../../../slo/fails-at.ts";
import { decideAt } from "../../../slo/judge.ts";
import { type JudgePolicy, judgePolicy } from "../../../slo/judge-policy.ts";
import { type JudgeState, startStep } from "../../../slo/judge-state.ts";
import type { Margin } from "../../../slo/learnt-margin.ts";
import type { IndicatorName, Objective } from "../../../slo/objective.ts";
import type { Poll } from "../../../slo/poll.ts";
import { takeReading } from "../../../slo/take-reading.ts";
import type { Judge, Opinion, Service, Watch } from "../contestant.ts";
import type { Scrape, Totals } from "../world.ts";

/** How the judge is set up in the bench; each step begins with a warm-up. */
export interface TidegateSetup {
  readonly observeSeconds: number;
  readonly maxObserveSeconds: number;
  readonly warmUpSeconds: number;
  /** What the service's past rollouts taught. Key: indicator. @default nothing */
  readonly margins?: Readonly<Record<IndicatorName, Margin>>;
  /** Whether the answers to synthetic requests are looked at. @default false */
  readonly countsProbes?: boolean;
  /** Whether the ramp goes on by the clock, so that nothing is asked but whether the candidate fails. @default false */
  readonly onlyFails?: boolean;
}

export const declaredSettings = { alpha: 0.02, riskRatio: 1.5, minRequests: 100, detectRatio: 50 };
const slowLimitMs = 50;
const slowName = `slow-${slowLimitMs}ms`;

/** A watch whose memory can be read when the rollout is over, to learn from. */
export interface TidegateWatch extends Watch {
  /** Counts without deciding: a past rollout is known to have gone well. */
  count(scrape: Scrape): void;
  state(): JudgeState | undefined;
}

/** The judge of src/slo itself, fed with cumulative counters as the engine feeds it. */
export function tidegate(name: string, setup: string, options: TidegateSetup): Judge {
  return { name, setup, watch: (service) => watchTidegate(service, options) };
}

export function watchTidegate(service: Service, options: TidegateSetup): TidegateWatch {
  let policy = policyOf(service, { ...options, margins: {} }, undefined);
  let state: JudgeState | undefined;
  const pollOf = options.countsProbes === true ? probedPoll : usersPoll;
  return {
    state: () => state,
    count(scrape) {
      state = takeReading(state ?? startStep(undefined, policy, 0), pollOf(scrape), policy);
    },
    startStep(_index, weight, scrape) {
      policy = policyOf(service, options, weight);
      const begun = startStep(state, policy, 1000 * (scrape?.seconds ?? 0));
      state = takeReading(begun, scrape === undefined ? emptyPoll : pollOf(scrape), policy);
    },
    look(scrape) {
      if (options.onlyFails === true) {
        const judged = failsAt(state ?? startStep(undefined, policy, 0), pollOf(scrape), policy);
        ({ state } = judged);
        return judged.fails ? "roll-back" : "keep";
      }
      const decided = decideAt(state ?? startStep(undefined, policy, 0), pollOf(scrape), policy);
      ({ state } = decided);
      return opinionOf(decided.decision.kind);
    },
  };
}

function opinionOf(kind: Decision["kind"]): Opinion {
  if (kind === "fail") return "roll-back";
  if (kind === "pass") return "advance";
  return kind === "inconclusive" || kind === "provider-error" ? "undecided" : "keep";
}

function policyOf(service: Service, options: TidegateSetup, weight: number | undefined): JudgePolicy {
  const { observeSeconds, maxObserveSeconds, warmUpSeconds, margins = {} } = options;
  const key = JSON.stringify([service, observeSeconds, maxObserveSeconds, warmUpSeconds, margins, weight]);
  const found = policies.get(key);
  if (found !== undefined) return found;
  const policy = judgePolicy({
    objectives: objectivesOf(service),
    settings: declaredSettings,
    step: {
      // Stable serves nobody any more, so there is nothing to compare with: what is left is the burn.
      gate: weight === 1 ? "guards" : "statistics",
      observeMs: 1000 * (warmUpSeconds + observeSeconds),
      maxObserveMs: 1000 * (warmUpSeconds + maxObserveSeconds),
    },
    pollMs: 10_000,
    warmUpMs: 1000 * warmUpSeconds,
    askedShare: weight === 1 ? undefined : weight,
    margins,
  });
  if (policies.size >= mostPolicies) policies.clear();
  policies.set(key, policy);
  return policy;
}

/** Policies are checked when they are made, which takes longer than a poll. */
const policies = new Map<string, JudgePolicy>();
const mostPolicies = 64;

function objectivesOf({ target, maxSlowRatio }: Service): readonly Objective[] {
  const availability: Objective = { kind: "availability", target };
  if (maxSlowRatio === undefined) return [availability];
  return [availability, { kind: "latency", target: 1 - maxSlowRatio, underMs: slowLimitMs }];
}

const healthy = { ready: true, restarts: 0 };
const zero = (instance: string) => toArm({ requests: 0, errors: 0, slow: 0, instance });
const emptyPoll: Poll = {
  atMs: 0,
  reading: {
    kind: "sample",
    sample: {
      atMs: 0,
      arms: { stable: zero("stable-0"), candidate: zero("candidate-0") },
      probes: { stable: zero("stable-probes-0"), candidate: zero("candidate-probes-0") },
    },
  },
  candidate: healthy,
};

const usersPoll = (scrape: Scrape): Poll => toPoll(scrape, undefined);
const probedPoll = (scrape: Scrape): Poll => toPoll(scrape, scrape.probes);

function toPoll({ seconds, isUp, totals }: Scrape, probes: Scrape["probes"]): Poll {
  const atMs = 1000 * seconds;
  if (!isUp) return { atMs, reading: { kind: "unavailable", message: "the metrics are down" }, candidate: healthy };
  const arms = { stable: toArm(totals.stable), candidate: toArm(totals.candidate) };
  const probed = probes && { stable: toArm(probes.stable), candidate: toArm(probes.candidate) };
  const sample = { atMs, arms, ...(probed === undefined ? {} : { probes: probed }) };
  return { atMs, reading: { kind: "sample", sample }, candidate: healthy };
}

function toArm({ requests, errors, slow, instance }: Totals) {
  return { requests, bad: { errors, [slowName]: slow }, instance };
}
