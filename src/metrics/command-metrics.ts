import { z } from "zod";
import { quoteValue } from "../errors/quote-value.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Clock, Metrics } from "../rollout/ports.ts";
import type { MetricsSample } from "../slo/counts.ts";
import { indicatorOf, type Objective } from "../slo/objective.ts";
import { type CommandEnding, runCommand } from "./run-command.ts";

const count = z.number().int().min(0);
const armSchema = z.strictObject({
  requests: count,
  bad: z.record(z.string(), count),
  instance: z.string().default(""),
});
const armsSchema = z.strictObject({ stable: armSchema.optional(), candidate: armSchema.optional() });
const replySchema = z.strictObject({
  atMs: z.number().optional(),
  arms: armsSchema,
  probes: armsSchema.optional(),
});
type Reply = z.output<typeof replySchema>;

export interface CommandMetricsOptions {
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly [string, ...string[]];
  readonly objectives: readonly Objective[];
  readonly clock: Pick<Clock, "nowMs">;
  /** All that the program finds in its environment, beside `TIDEGATE_INDICATORS`. */
  readonly env: Readonly<Record<string, string>>;
  /** Values that must not be repeated in a message. */
  readonly secrets: readonly string[];
  /** @default 5000 */
  readonly timeoutMs?: number | undefined;
}

const maxBytes = 1024 * 1024;
const maxAgeMs = 60_000;
const maxAheadMs = 10_000;

/** Counters that a program of the team's own prints as JSON. */
export class CommandMetrics implements Metrics {
  readonly #options: CommandMetricsOptions;
  readonly #indicators: readonly string[];
  readonly #what: string;

  constructor(options: CommandMetricsOptions) {
    this.#options = options;
    this.#indicators = [...new Set(["errors", ...options.objectives.map(indicatorOf)])];
    this.#what = `The metrics command ${quoteValue(options.argv[0])}`;
  }

  async read(): Promise<MetricsSample> {
    const { argv, env, timeoutMs = 5_000, clock } = this.#options;
    const startedAtMs = clock.nowMs();
    const own = { ...env, TIDEGATE_INDICATORS: this.#indicators.join(" ") };
    const ending = await runCommand({ argv, env: own, timeoutMs, maxBytes });
    const reply = this.#parse(this.#stdoutOf(ending, timeoutMs));
    const { atMs = startedAtMs, arms, probes } = reply;
    this.#checkAge(atMs);
    this.#checkArms(reply);
    return {
      atMs,
      arms: withoutAbsent(arms),
      ...(probes === undefined ? {} : { probes: withoutAbsent(probes) }),
    };
  }

  #stdoutOf(ending: CommandEnding, timeoutMs: number): string {
    switch (ending.kind) {
      case "late":
        throw this.#unusable(`did not end within ${timeoutMs / 1_000} s and was killed`);
      case "too-long":
        throw this.#unusable(`wrote more than ${maxBytes} bytes and was killed`);
      case "not-started":
        throw this.#unusable(`could not be started: ${this.#masked(ending.reason)}`);
      case "signal":
        throw this.#unusable(`was ended by ${ending.signal}`);
      case "ended": {
        if (ending.code === 0) return ending.stdout;
        const last = ending.stderr.trimEnd().split("\n").at(-1) ?? "";
        throw this.#unusable(`ended with exit code ${ending.code}: ${quoteValue(this.#masked(last))}`);
      }
    }
  }

  #parse(stdout: string): Reply {
    let json: unknown;
    try {
      json = JSON.parse(stdout);
    } catch {
      throw this.#unusable(`printed no JSON: ${quoteValue(this.#masked(stdout))}`);
    }
    const reply = replySchema.safeParse(json);
    if (reply.success) return reply.data;
    const why = reply.error.issues.map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
    throw this.#unusable(`printed JSON that is no sample: ${quoteValue(this.#masked(why.join("; ")))}`);
  }

  #checkAge(atMs: number): void {
    const ageMs = this.#options.clock.nowMs() - atMs;
    if (ageMs > maxAgeMs) throw this.#unusable(`printed counters that are ${Math.round(ageMs / 1_000)} s old`);
    if (ageMs < -maxAheadMs) {
      throw this.#unusable(`printed counters of ${Math.round(-ageMs / 1_000)} s in the future; check both clocks`);
    }
  }

  #checkArms({ arms, probes }: Reply): void {
    if (arms.stable === undefined && arms.candidate === undefined && probes === undefined) {
      throw this.#unusable("printed the counters of neither arm");
    }
    for (const [arm, counters] of [...Object.entries(arms), ...Object.entries(probes ?? {})]) {
      if (counters === undefined) continue;
      const absent = this.#indicators.filter((name) => counters.bad[name] === undefined);
      if (absent.length > 0) throw this.#unusable(`printed no bad.${absent.join(" and no bad.")} of the ${arm} arm`);
      const impossible = Object.entries(counters.bad).find(([, bad]) => bad > counters.requests);
      if (impossible === undefined) continue;
      const [name, bad] = impossible;
      throw this.#unusable(`counts ${bad} of ${counters.requests} requests of the ${arm} arm as ${quoteValue(name)}`);
    }
  }

  #unusable(why: string): UnavailableError {
    return new UnavailableError(`${this.#what} ${why}. docs/metrics.md says what it has to print.`);
  }

  #masked(text: string): string {
    return this.#options.secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
  }
}

function withoutAbsent({ stable, candidate }: Reply["arms"]): MetricsSample["arms"] {
  return { ...(stable === undefined ? {} : { stable }), ...(candidate === undefined ? {} : { candidate }) };
}
