import type { Judge } from "./contestant.ts";
import { argoRollouts } from "./judges/argo-rollouts.ts";
import { burnRateAlert } from "./judges/burn-rate.ts";
import { flagger } from "./judges/flagger.ts";
import { kayenta } from "./judges/kayenta.ts";
import { mixtureSprt } from "./judges/msprt.ts";
import { serviceAlarm } from "./judges/service-alarm.ts";
import { type TidegateSetup, tidegate } from "./judges/tidegate.ts";

/** How many past rollouts our judge has learnt from. */
export const historyRollouts = 50;

/** Everybody but us. */
export const others: readonly Judge[] = [
  argoRollouts(0),
  argoRollouts(3),
  flagger(5),
  serviceAlarm(1),
  serviceAlarm(3),
  burnRateAlert(1),
  burnRateAlert(5),
  kayenta(),
  mixtureSprt(),
];

export const ourNames = { fresh: "tidegate, first rollouts", learnt: "tidegate", probed: "tidegate + probes" } as const;

/** What a rollout has learnt from the service's past, with and without synthetic requests. */
export interface Learnt {
  readonly users: TidegateSetup["margins"];
  readonly probed: TidegateSetup["margins"];
}

/** Ours, three times: new to a service, knowing its past, and with synthetic requests as well. */
export function ours(setup: TidegateSetup, learnt: Learnt): readonly Judge[] {
  const { users = {}, probed = {} } = learnt;
  return [
    tidegate(ourNames.fresh, "α 0.02, no history: risk ratio 1.5, assumed spread 0.5, warm-up 60 s", setup),
    tidegate(ourNames.learnt, `the same with margins learnt from ${historyRollouts} past rollouts`, {
      ...setup,
      margins: users,
    }),
    tidegate(ourNames.probed, "the same with five synthetic requests a second to each arm (below 5 rps)", {
      ...setup,
      margins: probed,
      countsProbes: true,
    }),
  ];
}
