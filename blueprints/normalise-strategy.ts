import { assertNever } from "../src/errors/assert-never.ts";
import type { EnvironmentSettings, TargetSettings } from "../src/manifest/manifest.ts";
import { targetCapabilities } from "../src/manifest/target-capabilities.ts";
import { type ComputedSteps, computeSteps } from "../src/rollout/strategies/compute-steps.ts";
import type { RolloutLimits, Strategy } from "../src/rollout/strategy.ts";
import type { Arm } from "../src/slo/counts.ts";
import type { Objective } from "../src/slo/objective.ts";
import type { ParsedStrategy } from "./schema/strategy-schema.ts";

/** What the defaults, and computed steps, depend on. */
export interface StrategyContext {
  readonly isProduction: boolean;
  readonly target: TargetSettings;
  readonly limits: RolloutLimits;
  readonly judge: EnvironmentSettings["judge"];
  readonly objectives: readonly Objective[];
}

type Options<Kind extends ParsedStrategy["kind"]> = Extract<ParsedStrategy, { kind: Kind }>["args"][0];
type Followed = NonNullable<Options<"shadow">["followedBy"]>;
type FollowedBy = Extract<Strategy, { kind: "shadow" }>["followedBy"];

const second = 1_000;
const minute = 60 * second;

/** Fills in what was left out. */
export function toStrategy(declared: ParsedStrategy | undefined, context: StrategyContext): Strategy {
  const strategy: ParsedStrategy = declared ?? { kind: context.isProduction ? "canary" : "rolling", args: [{}] };
  switch (strategy.kind) {
    case "recreate":
      return { kind: "recreate", bakeMs: strategy.args[0].bake ?? 5 * minute };
    case "canary":
    case "rolling":
    case "blue-green":
      return toFollowing(strategy, context);
    case "ab-test":
      return toAbTest(strategy.args[0]);
    case "shadow":
      return toShadow(strategy.args[0], context);
    default:
      return assertNever(strategy);
  }
}

function toFollowing(strategy: Followed, context: StrategyContext): FollowedBy {
  switch (strategy.kind) {
    case "rolling": {
      const [{ batches = 2, settle = 10 * second, bake = 5 * minute }] = strategy.args;
      return { kind: "rolling", batches, settleMs: settle, bakeMs: bake };
    }
    case "canary":
      return toCanary(strategy.args[0], context);
    case "blue-green":
      return toBlueGreen(strategy.args[0], context);
    default:
      return assertNever(strategy);
  }
}

function toCanary(options: Options<"canary">, context: StrategyContext): FollowedBy {
  const { settle = 30 * second, bake = 60 * minute, observe = 5 * minute, steps, probes } = options;
  const common = {
    settleMs: settle,
    bakeMs: bake,
    ...(probes === undefined
      ? {}
      : { probes: { paths: [probes.path], requestsPerSecond: probes.rps, arms: bothArms() } }),
  };
  const computed = computedSteps(options, context);
  if (computed?.kind === "steps" && options.traffic !== undefined && options.harm !== undefined) {
    return {
      kind: "computed-canary",
      ...common,
      steps: computed.steps.map((step) => ({ ...step, maxObserveMs: 2 * step.observeMs })),
      basis: { requestsPerSecond: options.traffic, harmedRequests: options.harm },
    };
  }
  return {
    kind: "canary",
    ...common,
    // What could not be computed is an error of the rules; until then these stand in.
    stepPercents: Array.isArray(steps) ? steps : [5, 20, 50],
    observeMs: observe,
    maxObserveMs: options.maxObserve ?? 2 * observe,
  };
}

function bothArms(): Arm[] {
  return ["stable", "candidate"];
}

/** @returns `undefined` when the steps are not to be computed, or cannot be for want of options */
export function computedSteps(
  { steps, traffic, harm, settle = 30 * second }: Options<"canary">,
  { objectives, judge, limits, target }: StrategyContext,
): ComputedSteps | undefined {
  if (steps !== "computed" || traffic === undefined || harm === undefined) return undefined;
  return computeSteps({
    requestsPerSecond: traffic,
    harmedRequests: harm,
    baselineRatios: objectives.map((objective) => 1 - objective.target),
    ...judge,
    settleMs: settle,
    pollMs: limits.pollMs,
    granularityPercent: targetCapabilities(target).granularityPercent,
  });
}

function toBlueGreen(options: Options<"blue-green">, { target }: StrategyContext): FollowedBy {
  const { verify = minute, preview } = options;
  const [name, value] = preview ? preview.args : ["x-tidegate-preview", "candidate"];
  return {
    kind: "blue-green",
    smoke: options.smoke ?? [target.healthPath],
    smokePerSecond: 2,
    ...(preview === false ? {} : { preview: { kind: preview?.kind ?? "header", name, value } }),
    settleMs: options.settle ?? 10 * second,
    verifyMs: verify,
    maxVerifyMs: options.maxVerify ?? Math.max(2 * verify, verify + minute),
    verifySwitchedMs: options.verifySwitched ?? minute,
    bakeMs: options.bake ?? 60 * minute,
  };
}

function toAbTest(options: Options<"ab-test">): Strategy {
  const { audience, share = 50, by, ends = "decision", observe = 5 * minute } = options;
  const isDecision = ends === "decision";
  return {
    kind: "ab-test",
    audience:
      audience === undefined
        ? { kind: "share", percent: share, by: { kind: by?.kind ?? "cookie", name: by?.args[0] ?? "tidegate-arm" } }
        : { kind: "match", match: audience.map(({ kind, args: [name, value] }) => ({ kind, name, value })) },
    end: isDecision ? { kind: "decision" } : { kind: "date", atMs: ends, outcome: options.afterwards ?? "go-back" },
    settleMs: options.settle ?? 30 * second,
    observeMs: observe,
    maxObserveMs: options.atMost ?? (isDecision ? 240 : 30) * minute,
    bakeMs: options.bake ?? 60 * minute,
  };
}

function toShadow(options: Options<"shadow">, context: StrategyContext): Strategy {
  const { mirror = 100, observe = 5 * minute, followedBy = { kind: "canary", args: [{}] } } = options;
  return {
    kind: "shadow",
    mirrorPercent: mirror,
    settleMs: options.settle ?? 30 * second,
    observeMs: observe,
    maxObserveMs: options.maxObserve ?? 2 * observe,
    followedBy: toFollowing(followedBy, context),
  };
}
