import { assumedSpread, assumedWarmUpRatio } from "../../slo/judge-policy.ts";
import { learnMargin, type Margin, type PastContrast } from "../../slo/learnt-margin.ts";
import type { IndicatorName } from "../../slo/objective.ts";
import type { Service } from "./contestant.ts";
import { declaredSettings, type TidegateSetup, watchTidegate } from "./judges/tidegate.ts";
import { seededRandom } from "./random.ts";
import { nameOf, type Scenario, type Schedule } from "./scenario.ts";
import { createWorld } from "./world.ts";

/** What the judge remembered at the end of one past rollout. Key: indicator. */
export type PastRollout = Readonly<Record<IndicatorName, PastContrast>>;

const declared: Margin = {
  riskRatio: declaredSettings.riskRatio,
  spread: assumedSpread,
  warmUpRiskRatio: assumedWarmUpRatio,
  laterWarmUpRiskRatio: assumedWarmUpRatio,
};

/** The last pasts that were asked for: cells that differ in the regression only have one in common. */
const remembered = new Map<string, readonly PastRollout[]>();
const mostRemembered = 4;

/** The same as {@link simulatePast}, remembered. */
export function pastOf(
  scenario: Scenario,
  schedule: Schedule,
  service: Service,
  setup: TidegateSetup,
  rollouts: number,
): readonly PastRollout[] {
  const healthy: Scenario = { ...scenario, effect: { kind: "none" } };
  const key = JSON.stringify([healthy, schedule, service, setup, rollouts]);
  const past = remembered.get(key) ?? simulatePast(healthy, schedule, service, setup, rollouts);
  remembered.delete(key);
  remembered.set(key, past);
  for (const [oldest] of remembered) if (remembered.size > mostRemembered) remembered.delete(oldest);
  return past;
}

/** Rollouts of good releases of the same service under the same disturbance, from seeds that no measured run has. */
function simulatePast(
  healthy: Scenario,
  schedule: Schedule,
  service: Service,
  setup: TidegateSetup,
  rollouts: number,
): readonly PastRollout[] {
  return Array.from({ length: rollouts }, (_, run) => {
    const world = createWorld(healthy, `past/${nameOf(healthy)}/${run}`);
    const watch = watchTidegate(service, setup);
    let last: ReturnType<typeof world.serve> | undefined;
    for (const [index, weight] of schedule.weights.entries()) {
      watch.startStep?.(index, weight, last);
      for (let second = 0; second < schedule.stepSeconds; second += schedule.scrapeSeconds) {
        last = world.serve(weight, schedule.scrapeSeconds);
        watch.count(last);
      }
    }
    const indicators = Object.entries(watch.state()?.indicators ?? {});
    return Object.fromEntries(indicators.map(([name, { contrast }]) => [name, contrast]));
  });
}

/** What `rollouts` of these teach, drawn by lot without repetition. */
export function learnFrom(past: readonly PastRollout[], rollouts: number, seed: string): Record<IndicatorName, Margin> {
  const random = seededRandom(seed);
  const drawn = past
    .map((rollout) => ({ rollout, lot: random() }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, rollouts)
    .map(({ rollout }) => rollout);
  const names = Object.keys(past[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const contrasts = drawn.flatMap((rollout) => rollout[name] ?? []);
      return [name, learnMargin(contrasts, declared)];
    }),
  );
}
