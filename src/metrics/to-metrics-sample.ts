import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Arm, ArmSample, MetricsSample } from "../slo/counts.ts";
import { indicatorOf, type LatencyObjective, type Objective } from "../slo/objective.ts";
import type { Series } from "./prometheus-text.ts";

const requestsName = "tidegate_requests_total";
const bucketName = "tidegate_request_duration_seconds_bucket";
const arms: readonly Arm[] = ["stable", "candidate"];

/**
 * Counts both arms on one page. Errors are requests with a status of 500 or more, slow ones those above the objective's
 * limit. An arm without any series is absent; one whose series are incomplete makes the page useless, because a missing
 * number is not a zero.
 *
 * @param origin where the page came from, for the message
 * @param atMs when the page was read
 * @throws UnavailableError
 */
export function toMetricsSample(
  series: readonly Series[],
  objectives: readonly Objective[],
  origin: string,
  atMs: number,
): MetricsSample {
  const samples = arms.flatMap((arm) => {
    const own = series.filter(
      ({ name, labels }) => labels.arm === arm && (name === requestsName || name === bucketName),
    );
    return own.length === 0 ? [] : [[arm, armSample(arm, own, objectives, origin)] as const];
  });
  return { atMs, arms: Object.fromEntries(samples) };
}

function armSample(arm: Arm, own: readonly Series[], objectives: readonly Objective[], origin: string): ArmSample {
  const of = `the ${arm} arm on ${origin}`;
  const byStatus = own.filter(({ name }) => name === requestsName);
  const buckets = own.filter(({ name }) => name === bucketName);
  if (byStatus.length === 0) throw missing(`${requestsName} of ${of}`);
  const requests = sum(byStatus, of);
  const errors = sum(byStatus.filter(isError), of);
  const slow = objectives.flatMap((objective) =>
    objective.kind === "latency"
      ? [[indicatorOf(objective), slowRequests(objective, buckets, requests, of)] as const]
      : [],
  );
  return { requests, bad: { errors, ...Object.fromEntries(slow) }, instance: instanceOf(byStatus, of) };
}

function isError({ labels }: Series): boolean {
  // A status that is no number says nothing good about the request.
  return !(Number(labels.code) < 500);
}

function slowRequests({ underMs }: LatencyObjective, buckets: readonly Series[], requests: number, of: string): number {
  const limit = buckets.filter(({ labels }) => Math.abs(Number(labels.le) * 1_000 - underMs) < 1e-6);
  const all = buckets.filter(({ labels }) => Number.isNaN(Number(labels.le)) && labels.le === "+Inf");
  if (limit.length === 0) throw missing(`${bucketName} with le="${underMs / 1_000}" of ${of}`);
  if (all.length === 0) throw missing(`${bucketName} with le="+Inf" of ${of}`);
  const slow = sum(all, of) - sum(limit, of);
  if (slow >= 0 && slow <= requests) return slow;
  throw new UnavailableError(
    `The numbers of ${of} contradict each other: ${slow} of ${requests} requests above ${underMs} ms.`,
  );
}

function sum(series: readonly Series[], of: string): number {
  const bad = series.find(({ value }) => !Number.isSafeInteger(value) || value < 0);
  if (bad !== undefined) throw new UnavailableError(`${bad.name} of ${of} is ${bad.value}, which is no count.`);
  return series.reduce((total, { value }) => total + value, 0);
}

/** Several processes behind one arm count together; when one of them begins again, so does the whole. */
function instanceOf(byStatus: readonly Series[], of: string): string {
  const names = [...new Set(byStatus.map(({ labels }) => labels.instance))];
  if (names.includes(undefined)) throw missing(`label "instance" of ${of}`);
  return names.sort().join("+");
}

function missing(what: string): UnavailableError {
  return new UnavailableError(
    `There is no ${what}. Nothing is decided without it; check that the objectives are those of the running gate.`,
  );
}
