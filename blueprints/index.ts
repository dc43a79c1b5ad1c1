/**
 * What an adopting repository instantiates in its `.projenrc.ts`. See docs/container-service.md.
 */

export { ActionFile } from "../src/workflow/action-file.ts";
export { WorkflowFile } from "../src/workflow/workflow-file.ts";
export type { ServiceWorkflows } from "../workflows/service-workflows.ts";
export { type AbTestDeclaration, type AbTestOptions, abTest } from "./ab-test.ts";
export { type BlueGreenDeclaration, type BlueGreenOptions, blueGreen } from "./blue-green.ts";
export { type ChannelDeclaration, type SlackOptions, slack, type WebhookOptions, webhook } from "./channels.ts";
export type { PlacedProblem } from "./configuration-problem.ts";
export { ContainerService } from "./container-service.ts";
export type { ContainerServiceOptions, ImageOptions, IntegrationOptions } from "./container-service-options.ts";
export type { Duration } from "./duration.ts";
export {
  type EnvironmentDeclaration,
  type EnvironmentOptions,
  environment,
  type JudgeOptions,
  type LimitOptions,
} from "./environment.ts";
export {
  type ErrorBudgetOptions,
  type FreezeDeclaration,
  type FreezeOptions,
  freeze,
  type GovernanceOptions,
  type WeeklyFreezeOptions,
  weeklyFreeze,
} from "./governance.ts";
export { InvalidConfigurationError } from "./invalid-configuration-error.ts";
export { Library, type LibraryCheckOptions, type LibraryOptions } from "./library.ts";
export {
  type CommandMetricsOptions,
  command,
  type MetricsAuth,
  type MetricsDeclaration,
  type PrometheusOptions,
  prometheus,
  type ScrapeOptions,
  type SeriesOptions,
  scrape,
} from "./metrics.ts";
export { availability, type LatencyOptions, latency, type ObjectiveDeclaration } from "./objectives.ts";
export type { Percentage } from "./percentage.ts";
export { cookie, header, type MatchDeclaration, type UserKeyDeclaration } from "./request-key.ts";
export { type ShadowDeclaration, type ShadowOptions, shadow } from "./shadow.ts";
export {
  type CanaryOptions,
  canary,
  type ProbeOptions,
  type RecreateOptions,
  type RollingOptions,
  recreate,
  rolling,
  type StrategyDeclaration,
} from "./strategies.ts";
export { type EmbeddedOptions, embedded, type TargetDeclaration, type UrlOfDeclaration, urlOf } from "./targets.ts";
export {
  type CommandsOptions,
  commands,
  type NodeToolchainOptions,
  node,
  type ToolchainDeclaration,
} from "./toolchains.ts";
export { type WaveDeclaration, wave } from "./wave.ts";
