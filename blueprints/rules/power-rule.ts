import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import { indicatorOf, type Objective } from "../../src/slo/objective.ts";
import { requiredRequests } from "../../src/slo/power.ts";
import { formatDuration } from "../duration.ts";
import type { Finding, Rule } from "./rule.ts";

/**
 * Warns of canary steps that cannot see enough requests to be decided in their time, in a quiet hour. Such a step is
 * not dangerous, since an undecided one goes back, but no release would ever get through it.
 */
export const power: Rule = ({ options, service }) =>
  service.settings.environments.flatMap((environment, index) => {
    const requestsPerSecond = options.environments[index]?.args[1].requestsPerSecond;
    if (requestsPerSecond === undefined || environment.strategy.kind !== "canary") {
      return [];
    }
    const { stepPercents, maxObserveMs } = environment.strategy;
    const findings = stepPercents.map((percent): Finding | undefined => {
      const seen = Math.floor((requestsPerSecond * percent * maxObserveMs) / 100_000);
      const { requests, why } = mostDemanding(environment, service.settings.objectives, percent / 100);
      return seen >= requests
        ? undefined
        : {
            severity: "warning",
            path: ["environments", index, "strategy", "steps"],
            message: `at ${percent}% of ${requestsPerSecond} requests/s the new release answers ${seen} within "${formatDuration(maxObserveMs)}", and ${why} takes ${requests}: the step would end undecided and go back. Widen it, or write maxObserve: "${Math.ceil(requests / ((requestsPerSecond * percent) / 100))}s" or more`,
          };
    });
    return findings.filter((finding) => finding !== undefined);
  });

interface Demand {
  readonly requests: number;
  readonly why: string;
}

function mostDemanding(
  { judge }: EnvironmentSettings,
  objectives: readonly Objective[],
  candidateShare: number,
): Demand {
  const demands = objectives.map((objective): Demand => {
    const requests = requiredRequests({
      baselineRatio: 1 - objective.target,
      // The chance of a false alarm is shared by all indicators.
      alpha: judge.alpha / objectives.length,
      riskRatio: judge.riskRatio,
      detectRatio: Math.min(judge.detectRatio, 1 / (1 - objective.target)),
      candidateShare,
    });
    return { requests, why: `seeing ${judge.detectRatio} times the allowed ${indicatorOf(objective)}` };
  });
  const least: Demand = { requests: judge.minRequests, why: "judge.minRequests" };
  return demands.reduce((most, demand) => (demand.requests > most.requests ? demand : most), least);
}
