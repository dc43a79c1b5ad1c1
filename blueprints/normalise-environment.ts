import type { EnvironmentSettings, TargetSettings } from "../src/manifest/manifest.ts";
import type { RolloutLimits } from "../src/rollout/strategy.ts";
import type { Objective } from "../src/slo/objective.ts";
import { toGovernance } from "./normalise-governance.ts";
import { toMetrics } from "./normalise-metrics.ts";
import { toStrategy } from "./normalise-strategy.ts";
import type { ParsedEnvironment } from "./schema/environment-schema.ts";
import type { PlacedEnvironment } from "./schema/stage-schema.ts";

type Options = ParsedEnvironment["args"][1];

const second = 1_000;
const minute = 60 * second;

/** Fills in defaults that depend on an environment's place in the order of promotion. */
export function normaliseEnvironments(
  declared: readonly PlacedEnvironment[],
  objectives: readonly Objective[],
): EnvironmentSettings[] {
  const last = declared.at(-1)?.entry ?? 0;
  const production = declared.map(({ args: [name, options], entry, wave }) => {
    const isLastOfSeveral = last > 0 && entry === last;
    return options.production ?? (isLastOfSeveral || isProductionName(name) || isProductionName(wave?.name));
  });
  const firstProduction = declared[production.indexOf(true)]?.entry ?? -1;
  return declared.map(({ args: [name, options], entry, wave }, index) => {
    const isProduction = production[index] === true;
    const beforeProduction = entry === firstProduction - 1 ? "rc" : "alpha";
    const target = toTarget(options.target);
    const limits = toLimits(options.limits);
    const judge = toJudge(options.judge, declared.filter((other) => wave && other.wave?.name === wave.name).length);
    return {
      name,
      ...(wave === undefined ? {} : { wave: wave.name }),
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

function isProductionName(name: string | undefined): boolean {
  return name === "production" || name === "prod";
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

/**
 * @param regions of the wave, 0 outside of one. They share its false alarms: whatever depends on what, the chances of all
 * of them together are at most the sum.
 */
function toJudge(judge: Options["judge"] = {}, regions: number): EnvironmentSettings["judge"] {
  return {
    alpha: (judge.falseAlarms ?? 0.02) / Math.max(1, regions),
    riskRatio: judge.riskRatio ?? 1.5,
    minRequests: judge.minRequests ?? 100,
    detectRatio: judge.detectRatio ?? 10,
  };
}
