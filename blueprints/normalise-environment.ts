import type { EnvironmentSettings, TargetSettings } from "../src/manifest/manifest.ts";
import type { RolloutLimits } from "../src/rollout/strategy.ts";
import type { Objective } from "../src/slo/objective.ts";
import { toGovernance } from "./normalise-governance.ts";
import { toMetrics } from "./normalise-metrics.ts";
import { toStrategy } from "./normalise-strategy.ts";
import type { ParsedEnvironment } from "./schema/environment-schema.ts";

type Options = ParsedEnvironment["args"][1];

const second = 1_000;
const minute = 60 * second;

/** Fills in defaults that depend on an environment's place in the order of promotion. */
export function normaliseEnvironments(
  declared: readonly ParsedEnvironment[],
  objectives: readonly Objective[],
): EnvironmentSettings[] {
  const production = declared.map(({ args: [name, options] }, index) => {
    const isLastOfSeveral = declared.length > 1 && index === declared.length - 1;
    return options.production ?? (isLastOfSeveral || name === "production" || name === "prod");
  });
  const firstProduction = production.indexOf(true);
  return declared.map(({ args: [name, options] }, index) => {
    const isProduction = production[index] === true;
    const beforeProduction = index === firstProduction - 1 ? "rc" : "alpha";
    const target = toTarget(options.target);
    const limits = toLimits(options.limits);
    const judge = toJudge(options.judge);
    return {
      name,
      target,
      strategy: toStrategy(options.strategy, { isProduction, target, limits, judge, objectives }),
      limits,
      judge,
      metrics: toMetrics(options.metrics),
      ...toGovernance(options.governance),
      automatic: options.automatic ?? !(isProduction || (options.approvers?.length ?? 0) > 0),
      ...(options.approvers?.length ? { approvers: [...options.approvers] } : {}),
      production: isProduction,
      channel: options.channel ?? (isProduction ? "stable" : beforeProduction),
    };
  });
}

function toTarget({ kind, args: [options] }: Options["target"]): TargetSettings {
  const env = Object.entries(options.env ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : { urlOf: value.args[0] },
  ]);
  return {
    kind,
    port: options.port ?? 0,
    instances: options.instances ?? 2,
    env: Object.fromEntries(env),
    healthPath: options.healthPath ?? "/healthz",
    drainMs: options.drain ?? 10 * second,
  };
}

function toLimits(limits: Options["limits"] = {}): RolloutLimits {
  return {
    readyTimeoutMs: limits.ready ?? 2 * minute,
    maxHoldMs: limits.hold ?? 10 * minute,
    leaseMs: limits.lease ?? 90 * second,
    pollMs: limits.poll ?? 10 * second,
  };
}

function toJudge(judge: Options["judge"] = {}): EnvironmentSettings["judge"] {
  return {
    alpha: judge.falseAlarms ?? 0.02,
    riskRatio: judge.riskRatio ?? 1.5,
    minRequests: judge.minRequests ?? 100,
    detectRatio: judge.detectRatio ?? 10,
  };
}
