import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Arm, ArmSample, MetricsSample } from "../slo/counts.ts";
import { indicatorOf, type LatencyObjective, type Objective } from "../slo/objective.ts";
import type { Series } from "./prometheus-text.ts";

/** Names of the series that count one kind of requests, and which of those are errors. */
interface Family {
  readonly requestsName: string;
  readonly bucketName: string;
  /** From this status on. */
  readonly firstError: number;
}

const users: Family = {
  requestsName: "tidegate_requests_total",
  bucketName: "tidegate_request_duration_seconds_bucket",
  firstError: 500,
};
/** Their paths were chosen to be answered well: a 404 is wrong too. */
const probes: Family = {
  requestsName: "tidegate_probe_requests_total",
  bucketName: "tidegate_probe_duration_seconds_bucket",
  firstError: 400,
};
const copies: Family = {
  requestsName: "tidegate_mirrored_requests_total",
  bucketName: "tidegate_mirrored_duration_seconds_bucket",
  firstError: 500,
};
const arms: readonly Arm[] = ["stable", "candidate"];

/**
 * Counts both arms on one page. Errors are requests with a status of 500 or more, slow ones those above the objective's
 * limit. The target's own probes, and copies of requests, are counted apart. An arm without any series is absent; one whose series are incomplete makes the page useless, because a missing
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
  const probed = samplesOf(probes, series, objectives, origin);
  const mirrored = samplesOf(copies, series, objectives, origin).candidate;
  return {
    atMs,
    arms: samplesOf(users, series, objectives, origin),
    ...(Object.keys(probed).length === 0 ? {} : { probes: probed }),
    ...(mirrored === undefined ? {} : { mirrored }),
  };
}

function samplesOf(
  family: Family,
  series: readonly Series[],
  objectives: readonly Objective[],
  origin: string,
): MetricsSample["arms"] {
  const samples = arms.flatMap((arm) => {
    const own = series.filter(
      ({ name, labels }) => labels.arm === arm && (name === family.requestsName || name === family.bucketName),
    );
    return own.length === 0 ? [] : [[arm, armSample(family, own, objectives, `the ${arm} arm on ${origin}`)] as const];
  });
  return Object.fromEntries(samples);
}

function armSample(family: Family, own: readonly Series[], objectives: readonly Objective[], of: string): ArmSample {
  const { requestsName, bucketName, firstError } = family;
  const byStatus = own.filter(({ name }) => name === requestsName);
  const buckets = own.filter(({ name }) => name === bucketName);
  if (byStatus.length === 0) throw missing(`${requestsName} of ${of}`);
  const requests = sum(byStatus, of);
  const errors = sum(
    byStatus.filter((one) => isError(one, firstError)),
    of,
  );
  const slow = objectives.flatMap((objective) =>
    objective.kind === "latency"
      ? [[indicatorOf(objective), slowRequests(objective, { bucketName, buckets, requests, of })] as const]
      : [],
  );
  return { requests, bad: { errors, ...Object.fromEntries(slow) }, instance: instanceOf(byStatus, of) };
}

function isError({ labels }: Series, firstError: number): boolean {
  // A status that is no number says nothing good about the request.
  return !(Number(labels.code) < firstError);
}

interface Histogram {
  readonly bucketName: string;
  readonly buckets: readonly Series[];
  readonly requests: number;
  readonly of: string;
}

function slowRequests({ underMs }: LatencyObjective, { bucketName, buckets, requests, of }: Histogram): number {
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
