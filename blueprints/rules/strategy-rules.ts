import type { Strategy } from "../../src/rollout/strategy.ts";
import { formatDuration } from "../duration.ts";
import type { Finding, Rule } from "./rule.ts";

/** GitHub ends a hosted job after 6 hours; 10 minutes are for what surrounds the rollout. */
const longestJobMinutes = 350;

/** A canary's shares rise and stay below 100 %, its times fit together and fit into a job. */
export const strategyRules: Rule = ({ service }) =>
  service.settings.environments.flatMap((environment, index) => {
    const path = ["environments", index, "strategy"];
    const minutes = service.pipeline.environments[index]?.longestRolloutMinutes ?? 0;
    const tooLong: Finding = {
      severity: "error",
      path,
      message: `may take ${minutes} minutes with every step at its limit, but a job on GitHub ends after 6 hours; shorten steps, bake or limits.hold to stay below ${longestJobMinutes} minutes`,
    };
    return [...canaryFindings(environment.strategy, path), ...(minutes > longestJobMinutes ? [tooLong] : [])];
  });

function canaryFindings(strategy: Strategy, path: readonly (string | number)[]): Finding[] {
  if (strategy.kind !== "canary") {
    return [];
  }
  const { stepPercents, observeMs, maxObserveMs } = strategy;
  const found: Finding[] = shareMessages(stepPercents).map((message) => ({
    severity: "error",
    path: [...path, "steps"],
    message,
  }));
  if (maxObserveMs < observeMs) {
    found.push({
      severity: "error",
      path: [...path, "maxObserve"],
      message: `"${formatDuration(maxObserveMs)}" is shorter than observe, "${formatDuration(observeMs)}", so that no step could pass; write at least "${formatDuration(observeMs)}"`,
    });
  }
  return found;
}

function shareMessages(percents: readonly number[]): string[] {
  const advice = 'write ascending shares between 0 % and 100 %, such as ["5%", "20%", "50%"]';
  if (percents.length === 0) {
    return [`is empty; ${advice}`];
  }
  const messages = percents.flatMap((percent) => {
    if (percent > 100) {
      return [`"${percent}%" is more than 100 % of the traffic; ${advice}`];
    }
    if (percent === 100) {
      return ['"100%" follows by itself after the last step; leave it out'];
    }
    return percent > 0 ? [] : [`"${percent}%" shifts no traffic; ${advice}`];
  });
  const isAscending = percents.every((percent, index) => index === 0 || percent > (percents[index - 1] ?? 0));
  const listed = percents.map((percent) => `"${percent}%"`).join(", ");
  return isAscending ? messages : [...messages, `[${listed}] does not rise at each step; ${advice}`];
}
