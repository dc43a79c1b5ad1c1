import type { Pipeline, PipelineEnvironment } from "../../workflows/pipeline.ts";

export function environmentOf(name: string, changes: Partial<PipelineEnvironment> = {}): PipelineEnvironment {
  return { name, automatic: true, channel: "alpha", longestRolloutMinutes: 30, ...changes };
}

/** A service at the root with the usual three environments. */
export function pipelineOf(changes: Partial<Pipeline> = {}): Pipeline {
  return {
    service: "info",
    filePrefix: "",
    directory: ".",
    branch: "main",
    toolchain: {
      kind: "node",
      version: "24",
      install: "npm ci",
      lint: "npm run lint",
      test: "npm test",
      report: "coverage/lcov.info",
    },
    coveragePercent: 80,
    image: {
      name: "ghcr.io/acme/info",
      registry: "ghcr.io",
      dockerfile: "Dockerfile",
      platforms: ["linux/amd64"],
      login: "github-token",
    },
    attestations: true,
    environments: [
      environmentOf("dev"),
      environmentOf("staging", { channel: "rc" }),
      environmentOf("production", { automatic: false, channel: "stable", longestRolloutMinutes: 100 }),
    ],
    channelSecrets: ["TEAM_WEBHOOK_URL"],
    metricsSecrets: [],
    hasApprovers: false,
    budgetSecrets: undefined,
    integration: { command: "npm run test:integration", after: "dev", env: {}, results: "results" },
    synth: { install: "npm ci", command: "npx projen" },
    watchdogSchedule: "*/15 * * * *",
    ...changes,
  };
}
