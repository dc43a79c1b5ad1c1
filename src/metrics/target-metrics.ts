import type { Clock, Metrics } from "../rollout/ports.ts";
import type { MetricsSample } from "../slo/counts.ts";
import type { Objective } from "../slo/objective.ts";
import { parsePrometheusText } from "./prometheus-text.ts";
import { toMetricsSample } from "./to-metrics-sample.ts";

/** A target that counts for itself. */
export interface CountingTarget {
  /** The arms' counters in the Prometheus text format. @throws UnavailableError */
  metricsPage(): Promise<string>;
}

/** The target's own per-arm counters. */
export class TargetMetrics implements Metrics {
  readonly #target: CountingTarget;
  readonly #objectives: readonly Objective[];
  readonly #clock: Pick<Clock, "nowMs">;

  constructor(target: CountingTarget, objectives: readonly Objective[], clock: Pick<Clock, "nowMs">) {
    this.#target = target;
    this.#objectives = objectives;
    this.#clock = clock;
  }

  async read(): Promise<MetricsSample> {
    const page = await this.#target.metricsPage();
    const origin = "the target's metrics page";
    const objectives = this.#objectives;
    return toMetricsSample(parsePrometheusText(page, origin), { objectives, origin, atMs: this.#clock.nowMs() });
  }
}
