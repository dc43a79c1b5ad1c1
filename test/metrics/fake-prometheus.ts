import type { IncomingMessage } from "node:http";
import type { Fault, ServedByArm } from "../contracts/metrics-contract.ts";
import { CountedArms, requestsName } from "./counted-arms.ts";
import { type FaultyServer, startFaultyServer } from "./faulty-server.ts";

interface Collected {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: [seconds: number, value: string][];
}

/** As much of the HTTP API of Prometheus as it takes, by a clock of its own. */
export class FakePrometheus {
  readonly arms = new CountedArms();
  /** Key: labels as JSON. */
  readonly #collected = new Map<string, Collected>();
  #server: FaultyServer | undefined;
  nowMs = Date.UTC(2026, 10, 21);

  static async start(): Promise<FakePrometheus> {
    const fake = new FakePrometheus();
    fake.#server = await startFaultyServer(
      (request, fault) => fake.#answer(request, fault),
      () => new Date(fake.nowMs + (fake.server.fault === "lives in another time" ? 3_600_000 : 0)),
    );
    return fake;
  }

  get server(): FaultyServer {
    if (this.#server === undefined) throw new TypeError("it was not started");
    return this.#server;
  }

  /** Time goes on by 15 s, and everything is collected. */
  serve(more: ServedByArm): void {
    this.arms.serve(more);
    this.collect();
  }

  collect(): void {
    this.nowMs += 15_000;
    for (const { labels, value } of this.arms.series()) {
      const key = JSON.stringify(labels);
      const series = this.#collected.get(key) ?? { labels, values: [] };
      series.values.push([this.nowMs / 1_000, String(value)]);
      this.#collected.set(key, series);
    }
  }

  #answer(request: IncomingMessage, fault: Fault | undefined): string {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const all = [...this.#collected.values()];
    if (pathname.endsWith("/series")) {
      return success(all.map(({ labels }) => ({ __name__: requestsName, ...labels })));
    }
    const [, rangeMs = ""] = /\[(\d+)ms\]$/.exec(searchParams.get("query") ?? "") ?? [];
    const toSeconds = Number(searchParams.get("time")) - (fault === "answers old numbers" ? 3_600 : 0);
    const fromSeconds = toSeconds - Number(rangeMs) / 1_000;
    const result = all.flatMap(({ labels, values }) => {
      const inside = values.filter(([seconds]) => seconds > fromSeconds && seconds <= toSeconds);
      return inside.length === 0 ? [] : [{ metric: { __name__: requestsName, ...labels }, values: inside }];
    });
    return success({ resultType: "matrix", result: distorted(result, fault) }, fault);
  }
}

interface Range {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

function distorted(result: readonly Range[], fault: Fault | undefined): readonly Range[] {
  const [first, ...others] = result;
  if (first === undefined) return result;
  if (fault === "answers no number") {
    return [{ ...first, values: first.values.map(([seconds]) => [seconds, "NaN"]) }, ...others];
  }
  if (fault === "counts twice") return [...result, { ...first, metric: { ...first.metric, prometheus_replica: "b" } }];
  if (fault === "lost an indicator") {
    return result.map((range) => ({
      ...range,
      metric: { ...range.metric, __name__: "tidegate_request_duration_seconds_bucket" },
    }));
  }
  return result;
}

function success(data: unknown, fault?: Fault): string {
  const warnings = fault === "answers in part" ? { warnings: ["store 10.0.0.7 did not answer"] } : {};
  return JSON.stringify({ status: "success", data, ...warnings });
}
