import type { Objective } from "../../../slo/objective.ts";
import { judge } from "../../../slo/judge.ts";
import { type JudgePolicy, judgePolicy } from "../../../slo/judge-policy.ts";
import { type JudgeState, startStep } from "../../../slo/judge-state.ts";
import type { Poll } from "../../../slo/poll.ts";
import type { Judge, Opinion, Service } from "../contestant.ts";
import type { Scrape, Totals } from "../world.ts";

export interface TidegateSetup {
  readonly name: string;
  readonly setup: string;
  readonly stepSeconds: number;
}

const slowLimitMs = 50;

/** The judge of src/slo itself, fed with cumulative counters as the engine feeds it. */
export function tidegate({ name, setup, stepSeconds }: TidegateSetup): Judge {
  return {
    name,
    setup,
    watch(service) {
      const policy = policyOf(service, stepSeconds);
      let state: JudgeState | undefined;
      return {
        startStep(_index, _weight, scrape) {
          const atMs = 1000 * (scrape?.seconds ?? 0);
          const begun = startStep(state, policy, atMs);
          state = scrape === undefined ? judge(begun, emptyPoll, policy).state : judge(begun, pollOf(scrape), policy).state;
        },
        look(scrape) {
          const judgement = judge(state ?? startStep(undefined, policy, 0), pollOf(scrape), policy);
          state = judgement.state;
          return opinionOf(judgement.verdict.kind);
        },
      };
    },
  };
}

function opinionOf(kind: ReturnType<typeof judge>["verdict"]["kind"]): Opinion {
  if (kind === "fail") return "roll-back";
  if (kind === "pass") return "advance";
  return kind === "inconclusive" || kind === "provider-error" ? "undecided" : "keep";
}

function policyOf(service: Service, stepSeconds: number): JudgePolicy {
  const availability: Objective = { kind: "availability", target: service.target };
  const { maxSlowRatio } = service;
  const objectives: readonly Objective[] =
    maxSlowRatio === undefined
      ? [availability]
      : [availability, { kind: "latency", target: 1 - maxSlowRatio, underMs: slowLimitMs }];
  return judgePolicy({
    objectives,
    settings: { alpha: 0.05, riskRatio: 1.5, minRequests: 100, detectRatio: 50 },
    step: { gate: "statistics", observeMs: 1000 * stepSeconds, maxObserveMs: 1000 * stepSeconds },
    pollMs: 10_000,
  });
}

const healthy = { ready: true, restarts: 0 };
const zero = (instance: string): Totals => ({ requests: 0, errors: 0, slow: 0, instance });
const emptyPoll: Poll = {
  atMs: 0,
  reading: { kind: "sample", sample: { atMs: 0, arms: { stable: toArm(zero("stable-0")), candidate: toArm(zero("candidate-0")) } } },
  candidate: healthy,
};

function pollOf({ seconds, isUp, totals }: Scrape): Poll {
  const atMs = 1000 * seconds;
  if (!isUp) return { atMs, reading: { kind: "unavailable", message: "the metrics are down" }, candidate: healthy };
  const arms = { stable: toArm(totals.stable), candidate: toArm(totals.candidate) };
  return { atMs, reading: { kind: "sample", sample: { atMs, arms } }, candidate: healthy };
}

function toArm({ requests, errors, slow, instance }: Totals) {
  return { requests, bad: { errors, [`slow-${slowLimitMs}ms`]: slow }, instance };
}
