import { assertNever } from "../errors/assert-never.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";
import { type MetricsSettings, metricsSecrets } from "../manifest/metrics-settings.ts";
import {
  CommandMetrics,
  type CountingTarget,
  type Credentials,
  PrometheusMetrics,
  ScrapeMetrics,
  TargetMetrics,
  toSeriesLayout,
} from "../metrics/index.ts";
import type { Clock, Metrics } from "../rollout/ports.ts";
import type { Objective } from "../slo/objective.ts";

export interface MetricsParts {
  readonly settings: MetricsSettings;
  readonly objectives: readonly Objective[];
  readonly target: CountingTarget;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, "nowMs">;
  /** For a command, which may count for several. */
  readonly service: string;
  readonly environment: string;
}

/**
 * The declared metrics. Ones that cannot work are made too, and say so when they are asked: a secret that is not there
 * holds a rollout, and must not stop one that goes back.
 */
export function createMetrics(parts: MetricsParts): Metrics {
  const { settings, objectives, target, env, clock } = parts;
  const missing = metricsSecrets(settings).filter((name) => !env[name]);
  if (missing.length > 0) return withoutSecrets(missing);
  switch (settings.kind) {
    case "target":
      return new TargetMetrics(target, objectives, clock);
    case "scrape":
      return new ScrapeMetrics({ ...settings, ...connected(settings, env), objectives, clock });
    case "prometheus":
      return new PrometheusMetrics({ ...settings, ...connected(settings, env), objectives, clock });
    case "command":
      return createCommand(settings, parts);
    default:
      return assertNever(settings);
  }
}

type HttpSettings = Extract<MetricsSettings, { kind: "scrape" | "prometheus" }>;

function connected({ series, auth, ca }: HttpSettings, env: MetricsParts["env"]) {
  return {
    layout: toSeriesLayout(series),
    credentials: auth === undefined ? undefined : toCredentials(auth, env),
    ca: ca === undefined ? undefined : env[ca],
  };
}

function toCredentials(auth: NonNullable<HttpSettings["auth"]>, env: MetricsParts["env"]): Credentials {
  const value = (name: string) => env[name] ?? "";
  return auth.kind === "bearer"
    ? { kind: "bearer", token: value(auth.token) }
    : { kind: "basic", username: value(auth.username), password: value(auth.password) };
}

/** What a program needs to be found and to run, and nothing that only the action is to know. */
const harmless = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

function createCommand(settings: Extract<MetricsSettings, { kind: "command" }>, parts: MetricsParts): Metrics {
  const { env, service, environment, objectives, clock } = parts;
  const passed = [...harmless, ...settings.env].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { argv, timeoutMs } = settings;
  const own = { ...Object.fromEntries(passed), TIDEGATE_SERVICE: service, TIDEGATE_ENVIRONMENT: environment };
  const secrets = settings.env.flatMap((name) => env[name] || []);
  return new CommandMetrics({ argv, timeoutMs, objectives, clock, env: own, secrets });
}

function withoutSecrets(names: readonly string[]): Metrics {
  const refuse = async () => {
    const which = names.join(" and ");
    throw new UnavailableError(
      `${which} is not set, and the metrics need it. Add the secret and pass it to this step's env.`,
    );
  };
  return { read: refuse, servedIn: refuse };
}
