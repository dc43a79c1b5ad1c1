import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Arm, ArmSample, MetricsSample } from "../slo/counts.ts";
import { indicatorOf, type LatencyObjective, type Objective } from "../slo/objective.ts";
import type { Series } from "./prometheus-text.ts";
import { type Family, findArm, gateLayout, type SeriesLayout } from "./series-layout.ts";

const arms: readonly Arm[] = ["stable", "candidate"];

/** Where a page of counters came from, and how it is to be read. */
export interface Page {
  readonly objectives: readonly Objective[];
  /** For messages. */
  readonly origin: string;
  /** When the counters were read. */
  readonly atMs: number;
  /** @default the gate's */
  readonly layout?: SeriesLayout;
  /** What identifies the counters' beginning. @default their label `instance` */
  readonly instance?: string;
}

/**
 * Counts both arms on one page. The target's own probes, and copies of requests, are counted apart. An arm without any
 * series is absent; one whose series are incomplete makes the page useless, because a missing number is not a zero.
 *
 * @throws UnavailableError
 */
export function toMetricsSample(series: readonly Series[], page: Page): MetricsSample {
  const { layout = gateLayout, atMs } = page;
  const { users, probes, copies } = layout;
  const probed = probes === undefined ? {} : samplesOf(probes, series, page);
  const mirrored = copies === undefined ? undefined : samplesOf(copies, series, page).candidate;
  return {
    atMs,
    arms: samplesOf(users, series, page),
    ...(Object.keys(probed).length === 0 ? {} : { probes: probed }),
    ...(mirrored === undefined ? {} : { mirrored }),
  };
}

function samplesOf(family: Family, series: readonly Series[], page: Page): MetricsSample["arms"] {
  const { layout = gateLayout, origin } = page;
  const { requestsName, bucketName } = family;
  const samples = arms.flatMap((arm) => {
    const own = series.filter(
      ({ name, labels }) => findArm(layout, labels) === arm && (name === requestsName || name === bucketName),
    );
    return own.length === 0 ? [] : [[arm, armSample(family, own, page, `the ${arm} arm on ${origin}`)] as const];
  });
  return Object.fromEntries(samples);
}

function armSample(family: Family, own: readonly Series[], page: Page, of: string): ArmSample {
  const { requestsName, statusLabel } = family;
  const byStatus = own.filter(({ name }) => name === requestsName);
  if (byStatus.length === 0) throw missing(`${requestsName} of ${of}`);
  const requests = sum(byStatus, of);
  const errors = sum(
    byStatus.filter(({ labels }) => family.isError(labels[statusLabel] ?? "")),
    of,
  );
  const slow = page.objectives.flatMap((objective) =>
    objective.kind === "latency"
      ? [[indicatorOf(objective), slowRequests(objective, { family, own, page, requests, of })] as const]
      : [],
  );
  const instance = page.instance ?? instanceOf(byStatus, of);
  return { requests, bad: { errors, ...Object.fromEntries(slow) }, instance };
}

interface Histogram {
  readonly family: Family;
  readonly own: readonly Series[];
  readonly page: Page;
  readonly requests: number;
  readonly of: string;
}

function slowRequests({ underMs }: LatencyObjective, { family, own, page, requests, of }: Histogram): number {
  const { unitMs } = page.layout ?? gateLayout;
  const { bucketName } = family;
  if (bucketName === undefined) throw missing(`histogram of durations of ${of} for the limit of ${underMs} ms`);
  const buckets = own.filter(({ name }) => name === bucketName);
  const limit = buckets.filter(({ labels }) => Math.abs(Number(labels.le) * unitMs - underMs) < 1e-6);
  const all = buckets.filter(({ labels }) => labels.le === "+Inf");
  if (limit.length === 0) throw missing(`${bucketName} with le="${underMs / unitMs}" of ${of}`);
  if (all.length === 0) throw missing(`${bucketName} with le="+Inf" of ${of}`);
  if (limit.length !== all.length) {
    throw new UnavailableError(
      `${bucketName} of ${of} has ${limit.length} series with le="${underMs / unitMs}" and ${all.length} with ` +
        'le="+Inf". Give each process the same buckets.',
    );
  }
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
