import { context as workflowRun } from "@actions/github";
import { DeploymentsChannel, GithubClient, GithubCommits, GithubDeployments } from "../ledger/index.ts";
import type { EnvironmentSettings, Manifest, ServiceSettings } from "../manifest/manifest.ts";
import { metricsSecrets } from "../manifest/metrics-settings.ts";
import { regionsBefore } from "../release/wave.ts";
import type { Channel, Clock, Metrics, RecordStore, Target } from "../rollout/ports.ts";
import { type Commits, commitAncestry } from "./commit-ancestry.ts";
import { createChannels } from "./create-channels.ts";
import { createTarget } from "./create-target.ts";
import { getEnvironment, getService } from "./find-settings.ts";
import { type RememberedUrl, rememberUrl } from "./remember-url.ts";
import { type RunContext, runContext } from "./run-context.ts";
import { systemClock } from "./system-clock.ts";

export interface ConnectOptions {
  readonly manifest: Manifest;
  readonly service: string;
  readonly environment: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For GitHub's API. Without one there is no ledger, and ancestry is asked of the checkout. */
  readonly token?: string | undefined;
  /** Where users reach the service, if somebody knows already. */
  readonly url?: string | undefined;
}

/** What a declared environment is in the real world. */
export interface Connection {
  readonly service: ServiceSettings;
  readonly settings: EnvironmentSettings;
  readonly target: Target;
  /** The regions of its wave that come before it, and where their records are; none outside of a wave. */
  readonly regionsBefore: readonly { readonly name: string; readonly records: RecordStore }[];
  readonly metrics: Metrics;
  /** The team's channels, then the ledger. */
  readonly channels: readonly Channel[];
  /** Channels that cannot work, one line each; the rollout goes on without them. */
  readonly channelProblems: readonly string[];
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
  readonly commits: Commits;
  readonly clock: Clock;
  readonly context: RunContext;
  /** Where users reach the service, once the target has said so. */
  readonly seen: RememberedUrl;
}

/**
 * Makes the adapters that the manifest names, without asking anything of them yet.
 *
 * @throws TidegateError `not-found` when the manifest has no such service or environment
 */
export function connect({ manifest, service: name, environment, env, token, url }: ConnectOptions): Connection {
  const service = getService(manifest, name);
  const settings = getEnvironment(service, environment);
  const clock = systemClock;
  const { target: bare, metrics } = createTarget({ service, settings, env, clock });
  const { target, seen } = rememberUrl(bare, url);
  const created = createChannels(service.notify, { env, clock });
  const hasGithub = Boolean(token && env.GITHUB_REPOSITORY);
  // The outbox tries again by itself, so the ledger's client does not; a slow GitHub must not hold a rollout up.
  const ledger = hasGithub ? ledgerOf(env, { token, retries: 0, timeoutMs: 5_000 }, { service, settings, seen }) : [];
  const github = hasGithub ? new GithubCommits(GithubClient.fromEnvironment(env, { token, retries: 2 })) : undefined;
  return {
    service,
    settings,
    target,
    regionsBefore: regionsBefore(service.environments, settings).map((region) => {
      return { name: region.name, records: createTarget({ service, settings: region, env, clock }).target };
    }),
    metrics,
    channels: [...created.channels, ...ledger],
    channelProblems: created.problems,
    secrets: [...created.secrets, ...metricsSecrets(settings.metrics).flatMap((variable) => env[variable] || [])],
    commits: commitAncestry(github, env.GITHUB_WORKSPACE || "."),
    clock,
    context: runContext(workflowRun, env),
    seen,
  };
}

function ledgerOf(
  env: ConnectOptions["env"],
  client: { readonly token: string | undefined; readonly retries: number; readonly timeoutMs: number },
  { service, settings, seen }: Pick<Connection, "service" | "settings" | "seen">,
): Channel[] {
  const deployments = new GithubDeployments(GithubClient.fromEnvironment(env, client));
  const options = {
    service,
    environment: settings,
    // Read at each notice: the target knows only once it runs something.
    get url(): string {
      return seen.url ?? "";
    },
  };
  return [new DeploymentsChannel(deployments, options)];
}
