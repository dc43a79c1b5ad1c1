import type { ChannelSettings, ServiceSettings } from "../src/manifest/manifest.ts";
import { metricsSecrets } from "../src/manifest/metrics-settings.ts";
import type { Objective } from "../src/slo/objective.ts";
import type { Pipeline, PipelineImage, PipelineIntegration, PipelineToolchain } from "../workflows/pipeline.ts";
import { longestRolloutMinutes } from "./longest-rollout.ts";
import { normaliseEnvironments } from "./normalise-environment.ts";
import type { ParsedOptions } from "./schema/container-service-schema.ts";
import type { ServiceDefinition } from "./service-definition.ts";

/** The second step: every option that was left out gets its default. */
export function normaliseContainerService(options: ParsedOptions): ServiceDefinition {
  const settings = toSettings(options);
  const places = options.environments.map(({ entry, wave }) => [
    "environments",
    entry,
    ...(wave === undefined ? [] : [wave.region]),
  ]);
  return { settings, pipeline: toPipeline(options, settings), places };
}

function toSettings(options: ParsedOptions): ServiceSettings {
  const directory = options.directory ?? ".";
  const objectives = options.objectives.map(toObjective);
  return {
    name: options.service,
    directory,
    image: `${options.image.registry}/${options.service}`,
    tagPrefix: directory === "." ? "v" : `${options.service}-v`,
    objectives,
    environments: normaliseEnvironments(options.environments, objectives),
    notify: (options.notify ?? []).map(toChannel),
  };
}

function toPipeline(options: ParsedOptions, settings: ServiceSettings): Pipeline {
  return {
    service: settings.name,
    filePrefix: settings.directory === "." ? "" : `${settings.name}-`,
    directory: settings.directory,
    branch: options.branch ?? "main",
    toolchain: toToolchain(options.toolchain),
    coveragePercent: options.coverage ?? 80,
    image: toImage(options, settings.image),
    attestations: options.attestations ?? true,
    environments: settings.environments.map(({ name, automatic, channel, strategy, limits, governance, wave }) => ({
      name,
      automatic,
      channel,
      longestRolloutMinutes: longestRolloutMinutes(strategy, limits, governance),
      ...(wave === undefined ? {} : { wave }),
    })),
    channelSecrets: [...new Set(settings.notify.flatMap(secretsOf))].sort(),
    metricsSecrets: [...new Set(settings.environments.flatMap(({ metrics }) => metricsSecrets(metrics)))].sort(),
    hasApprovers: settings.environments.some(({ approvers = [] }) => approvers.length > 0),
    budgetSecrets: budgetSecretsOf(settings),
    integration: toIntegration(options, settings),
    synth: { install: options.synth?.install ?? "npm ci", command: options.synth?.command ?? "npx projen" },
    // Not on the full hour, when everybody's schedules start and GitHub drops some.
    watchdogSchedule: options.watchdog?.schedule ?? "7,22,37,52 * * * *",
  };
}

function budgetSecretsOf({ environments }: ServiceSettings): readonly string[] | undefined {
  const asking = environments.filter(({ governance }) => governance?.errorBudget !== undefined);
  if (asking.length === 0) return undefined;
  return [...new Set(asking.flatMap(({ metrics }) => metricsSecrets(metrics)))].sort();
}

function toObjective(objective: ParsedOptions["objectives"][number]): Objective {
  if (objective.kind === "availability") {
    return { kind: "availability", target: objective.args[0] };
  }
  const { under, target } = objective.args[0];
  return { kind: "latency", target, underMs: under };
}

function toToolchain(toolchain: ParsedOptions["toolchain"]): PipelineToolchain {
  if (toolchain.kind === "commands") {
    const [{ setup, lint, test, report }] = toolchain.args;
    return { kind: "commands", setup, lint, test, report };
  }
  const [options] = toolchain.args;
  return {
    kind: "node",
    version: options.version ?? "24",
    install: options.install ?? "npm ci",
    lint: options.lint ?? "npm run lint",
    test: options.test ?? "npm test",
    report: options.report ?? "coverage/lcov.info",
  };
}

function toImage({ image }: ParsedOptions, name: string): PipelineImage {
  return {
    name,
    registry: image.registry.split("/")[0] ?? image.registry,
    dockerfile: image.dockerfile ?? "Dockerfile",
    platforms: image.platforms ?? ["linux/amd64"],
    login: image.login ?? "github-token",
  };
}

function toIntegration(options: ParsedOptions, settings: ServiceSettings): PipelineIntegration | undefined {
  const { integration, toolchain } = options;
  const after = (integration || undefined)?.after ?? settings.environments.find(isTestable)?.name;
  const command =
    (integration || undefined)?.command ?? (toolchain.kind === "node" ? "npm run test:integration" : undefined);
  if (integration === false || after === undefined || command === undefined) {
    return undefined;
  }
  return { command, after, env: integration?.env ?? {}, results: integration?.results ?? "results" };
}

/** A wave waits for its own regions only. */
function isTestable({ automatic, wave }: ServiceSettings["environments"][number]): boolean {
  return automatic && wave === undefined;
}

function toChannel(declared: NonNullable<ParsedOptions["notify"]>[number]): ChannelSettings {
  if (declared.kind === "webhook") {
    const [{ name = "webhook", url, signingKey, progress = true }] = declared.args;
    return { kind: "webhook", name, url, signingKey, progress };
  }
  const [{ name = "slack", webhook, token, channel, progress = webhook === undefined }] = declared.args;
  return { kind: "slack", name, webhook, token, channel, progress };
}

function secretsOf(channel: ChannelSettings): readonly string[] {
  const names = channel.kind === "webhook" ? [channel.url, channel.signingKey] : [channel.webhook, channel.token];
  return names.filter((name) => name !== undefined);
}
