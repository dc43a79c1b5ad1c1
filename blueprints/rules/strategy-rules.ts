import { assertNever } from "../../src/errors/assert-never.ts";
import { formatDuration } from "../duration.ts";
import { computedSteps, type StrategyContext } from "../normalise-strategy.ts";
import type { ParsedStrategy } from "../schema/strategy-schema.ts";
import { abTestFindings } from "./ab-test-rules.ts";
import type { Finding, Rule } from "./rule.ts";

/** GitHub ends a hosted job after 6 hours; 10 minutes are for what surrounds the rollout. */
const longestJobMinutes = 350;

/** A strategy's shares rise and stay below 100 %, its times fit together and fit into a job. */
export const strategyRules: Rule = ({ options, service }) =>
  service.settings.environments.flatMap((environment, index) => {
    const path = ["environments", index, "strategy"];
    const minutes = service.pipeline.environments[index]?.longestRolloutMinutes ?? 0;
    const tooLong = error(
      path,
      `may take ${minutes} minutes with every step at its limit, but a job on GitHub ends after 6 hours; shorten steps, bake or limits.hold to stay below ${longestJobMinutes} minutes`,
    );
    const declared = options.environments[index]?.args[1].strategy;
    const context = { ...environment, isProduction: environment.production, objectives: service.settings.objectives };
    const findings = declared === undefined ? [] : findingsOf(declared, context, path);
    return [...findings, ...(minutes > longestJobMinutes ? [tooLong] : [])];
  });

type Path = readonly (string | number)[];
type Canary = Extract<ParsedStrategy, { kind: "canary" }>["args"][0];

function findingsOf(declared: ParsedStrategy, context: StrategyContext, path: Path): readonly Finding[] {
  switch (declared.kind) {
    case "recreate":
    case "rolling":
      return [];
    case "canary":
      return canaryFindings(declared.args[0], context, path);
    case "blue-green": {
      const [{ verify = 60_000, maxVerify }] = declared.args;
      return orderFindings(path, ["maxVerify", maxVerify], ["verify", verify]);
    }
    case "ab-test":
      return abTestFindings(declared.args[0], path);
    case "shadow": {
      const [{ mirror = 100, observe = 300_000, maxObserve, followedBy }] = declared.args;
      return [
        ...(mirror > 0 && mirror <= 100 ? [] : [error([...path, "mirror"], mirrorText(mirror))]),
        ...orderFindings(path, ["maxObserve", maxObserve], ["observe", observe]),
        ...(followedBy === undefined ? [] : findingsOf(followedBy, context, [...path, "followedBy"])),
      ];
    }
    default:
      return assertNever(declared);
  }
}

function mirrorText(percent: number): string {
  const what = percent > 100 ? "is more than 100 % of the requests" : "copies no request";
  return `"${percent}%" ${what}; write a share above 0 % and up to 100 %, such as "20%"`;
}

function canaryFindings(options: Canary, context: StrategyContext, path: Path): readonly Finding[] {
  if (options.steps === "computed") return computedFindings(options, context, path);
  const { steps = [5, 20, 50], observe = 300_000, maxObserve } = options;
  const shares = shareMessages(steps).map((message) => error([...path, "steps"], message));
  const stray = (["traffic", "harm"] as const)
    .filter((name) => options[name] !== undefined)
    .map((name) => error([...path, name], 'is only used with steps: "computed"; write that, or remove it'));
  return [...shares, ...stray, ...orderFindings(path, ["maxObserve", maxObserve], ["observe", observe])];
}

const computedNeeds = {
  traffic: 'is missing; computed steps need the requests per second of a quiet hour, such as "20 rps"',
  harm: 'is missing; computed steps need the failures that may be had before a bad release is taken back, such as "50 requests"',
} as const;

function computedFindings(options: Canary, context: StrategyContext, path: Path): readonly Finding[] {
  const missing = (["traffic", "harm"] as const)
    .filter((name) => options[name] === undefined)
    .map((name) => error([...path, name], computedNeeds[name]));
  const stray = (["observe", "maxObserve"] as const)
    .filter((name) => options[name] !== undefined)
    .map((name) => error([...path, name], "is computed too, for each step; remove it, or write the steps yourself"));
  const computed = computedSteps(options, context);
  if (computed?.kind !== "impossible") return [...missing, ...stray];
  const least = computed.minHarmedRequests;
  const remedy = Number.isFinite(least) ? `write at least "${least} requests"` : "raise judge.detectRatio";
  const text = `"${options.harm} requests" are fewer than fail in the smallest first step until the judge can tell; ${remedy}`;
  return [...missing, ...stray, error([...path, "harm"], text)];
}

type Named = readonly [name: string, durationMs: number | undefined];

function orderFindings(path: Path, [longer, longerMs]: Named, [shorter, shorterMs = 0]: Named): readonly Finding[] {
  if (longerMs === undefined || longerMs >= shorterMs) return [];
  const least = formatDuration(shorterMs);
  const message = `"${formatDuration(longerMs)}" is shorter than ${shorter}, "${least}", so that no step could pass; write at least "${least}"`;
  return [error([...path, longer], message)];
}

function error(path: Path, message: string): Finding {
  return { severity: "error", path, message };
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
