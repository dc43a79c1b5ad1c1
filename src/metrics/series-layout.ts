import type { Arm } from "../slo/counts.ts";

/** Names of the series that count one kind of requests, and which of those are errors. */
export interface Family {
  readonly requestsName: string;
  /** Absent: durations are not counted, and an objective for latency has no answer. */
  readonly bucketName?: string | undefined;
  readonly statusLabel: string;
  isError(status: string): boolean;
}

/** How a source names what is counted. */
export interface SeriesLayout {
  /** Requests of users. */
  readonly users: Family;
  /** Requests that the target makes up itself. */
  readonly probes?: Family;
  /** Copies of users' requests, on the candidate. */
  readonly copies?: Family;
  readonly armLabel: string;
  /** Value of the arm's label. */
  readonly armValues: Readonly<Record<Arm, string>>;
  /** How many milliseconds one unit of a bucket's `le` is. */
  readonly unitMs: number;
}

/** From this status on; a status that is no number says nothing good about the request. */
const from = (firstError: number) => (status: string) => !(Number(status || Number.NaN) < firstError);

const family = (prefix: string, requestsName: string, firstError: number): Family => ({
  requestsName,
  bucketName: `${prefix}_duration_seconds_bucket`,
  statusLabel: "code",
  isError: from(firstError),
});

/** What the embedded target's gate writes. */
export const gateLayout: SeriesLayout = {
  users: family("tidegate_request", "tidegate_requests_total", 500),
  // Their paths were chosen to be answered well: a 404 is wrong too.
  probes: family("tidegate_probe", "tidegate_probe_requests_total", 400),
  copies: family("tidegate_mirrored", "tidegate_mirrored_requests_total", 500),
  armLabel: "arm",
  armValues: { stable: "stable", candidate: "candidate" },
  unitMs: 1_000,
};

/** A team's own names, as the manifest has them. */
export interface SeriesSettings {
  readonly requests: string;
  readonly durations?: string | undefined;
  readonly durationUnit: "seconds" | "milliseconds";
  readonly armLabel: string;
  readonly stable: string;
  readonly candidate: string;
  readonly statusLabel: string;
  readonly failed: string;
}

export function toSeriesLayout(settings: SeriesSettings | undefined): SeriesLayout {
  if (settings === undefined) return gateLayout;
  const { requests, durations, durationUnit, armLabel, stable, candidate, statusLabel, failed } = settings;
  const pattern = new RegExp(`^(?:${failed})$`);
  return {
    users: {
      requestsName: requests,
      ...(durations === undefined ? {} : { bucketName: `${durations}_bucket` }),
      statusLabel,
      // An empty status is a label that is not there.
      isError: (status) => status === "" || pattern.test(status),
    },
    armLabel,
    armValues: { stable, candidate },
    unitMs: durationUnit === "seconds" ? 1_000 : 1,
  };
}

/** Names of all series of a layout. */
export function seriesNames({ users, probes, copies }: SeriesLayout): string[] {
  return [users, probes, copies].flatMap((one) =>
    one === undefined ? [] : [one.requestsName, ...(one.bucketName === undefined ? [] : [one.bucketName])],
  );
}

export function findArm(layout: SeriesLayout, labels: Readonly<Record<string, string>>): Arm | undefined {
  const value = labels[layout.armLabel];
  if (value === layout.armValues.stable) return "stable";
  return value === layout.armValues.candidate ? "candidate" : undefined;
}
