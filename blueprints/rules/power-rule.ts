import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import type { PlanStep } from "../../src/rollout/plan.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import { indicatorOf, type Objective } from "../../src/slo/objective.ts";
import { describeStepPower } from "../../src/slo/step-power.ts";
import { formatDuration } from "../duration.ts";
import type { ParsedOptions } from "../schema/container-service-schema.ts";
import type { Finding, Rule } from "./rule.ts";

/**
 * Warns of steps that cannot see enough requests to be decided in their time, in a quiet hour. Such a step is not
 * dangerous, since an undecided one goes back, but no release would ever get through it.
 */
export const power: Rule = ({ options, service }) =>
  service.settings.environments.flatMap((environment, index) => {
    const requestsPerSecond = options.environments[index]?.args[1].requestsPerSecond;
    if (requestsPerSecond === undefined) return [];
    const { steps } = planOf(environment.strategy, environment.limits, true);
    const path = placeOf(options, index);
    return steps
      .filter(({ gate }) => gate === "statistics")
      .map((step) => lackOf(step, requestsPerSecond, environment, service.settings.objectives))
      .filter((message) => message !== undefined)
      .map((message): Finding => ({ severity: "warning", path, message }));
  });

function placeOf({ environments }: ParsedOptions, index: number): Finding["path"] {
  const { strategy } = environments[index]?.args[1] ?? {};
  const path = ["environments", index, "strategy"];
  return strategy === undefined || strategy.kind === "canary" ? [...path, "steps"] : path;
}

/** What a step cannot do in time; `undefined` when it can do all that is asked. */
function lackOf(
  step: PlanStep,
  requestsPerSecond: number,
  { judge }: EnvironmentSettings,
  objectives: readonly Objective[],
): string | undefined {
  const { maxObserveMs, rules } = step;
  // The judge compares stable's requests with their copies, as if the candidate had been given a share of them.
  const candidatePercent = rules?.mirrorPercent ?? step.candidatePercent;
  const probesPerSecond = rules?.probes?.arms.length === 2 ? rules.probes.requestsPerSecond : 0;
  const traffic = { candidatePercent: Math.min(candidatePercent, 99.99), requestsPerSecond, probesPerSecond };
  const powers = objectives.map((objective) => {
    const demand = {
      alpha: judge.alpha / objectives.length,
      riskRatio: judge.riskRatio,
      detectRatio: judge.detectRatio,
    };
    const about = { ...traffic, observeMs: maxObserveMs, baselineRatio: 1 - objective.target };
    return describeStepPower(about, demand, indicatorOf(objective));
  });
  const weakest = powers.reduce((worst, one) => (one.neededMs > worst.neededMs ? one : worst), {
    neededMs: 0,
    isEnough: true,
    text: "",
  });
  const advice = "the step would end undecided and go back. Widen it, or raise maxObserve";
  if (!weakest.isEnough) return `${weakest.text}: ${advice}`;
  const seen = Math.floor(
    (requestsPerSecond * candidatePercent * maxObserveMs) / 100_000 + (probesPerSecond * maxObserveMs) / 1_000,
  );
  if (seen >= judge.minRequests) return undefined;
  const text = `${candidatePercent} % for "${formatDuration(maxObserveMs)}" at ${requestsPerSecond} rps is ${seen} requests`;
  return `${text}, and judge.minRequests takes ${judge.minRequests}: ${advice}`;
}
