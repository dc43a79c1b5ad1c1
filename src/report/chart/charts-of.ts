import { formatPercent } from "../../notify/notice-words.ts";
import type { Arm } from "../../slo/counts.ts";
import { evidenceText } from "../../slo/evidence-text.ts";
import type { IndicatorSeries, Report, Span } from "../report.ts";
import { countText, shareText } from "../words.ts";
import type { ChartSpec, Line, Point } from "./draw-chart.ts";
import { linearScale, logScale, niceCeiling, type Tick } from "./scale.ts";

/** A chart with its numbers as a table, which says the same to those who cannot see it. */
export interface Chart {
  readonly heading: string;
  readonly spec: ChartSpec;
  readonly legend: readonly { readonly look: Line["look"]; readonly label: string }[];
  readonly columns: readonly string[];
  /** First column: time since the rollout began, in milliseconds. */
  readonly rows: readonly (readonly [afterMs: number, ...cells: string[]])[];
}

const looks = ["first", "second", "third"] as const;
/** Evidence below this is of no interest; a chart that shows it hides the rest. */
const leastEvidence = 0.01;

/** All that can be drawn of a rollout; an indicator that was never counted has no chart. */
export function chartsOf(report: Report): Chart[] {
  const compared = report.indicators.filter(({ evidence }) => evidence.length > 0);
  return [
    shareChart(report),
    ...(compared.length === 0 ? [] : [evidenceChart(report, compared)]),
    ...report.indicators
      .filter(({ spans }) => spans.length > 0)
      .map((series, index) => badChart(report, series, index)),
  ];
}

type Frame = Pick<ChartSpec, "fromMs" | "toMs" | "moments">;

function frameOf({ fromMs, toMs, failedAtMs }: Report): Frame {
  return { fromMs, toMs, moments: failedAtMs === undefined ? [] : [{ value: failedAtMs, label: "failed" }] };
}

function shareChart(report: Report): Chart {
  const { shares, fromMs } = report;
  const highest = Math.max(...shares.map(({ candidatePercent }) => candidatePercent));
  const last = shares.at(-1)?.candidatePercent ?? 0;
  return {
    heading: "Traffic on the new release",
    spec: {
      ...frameOf(report),
      id: "share",
      title: "Share of the requests on the new release over time",
      description: `It rose to ${formatPercent(highest)} and is ${formatPercent(last)} at the end.`,
      scale: (to) => linearScale([0, 100], to),
      valueTicks: [0, 25, 50, 75, 100].map((value) => ({ value, label: formatPercent(value) })),
      limits: [],
      lines: [{ look: "share", isStepped: true, points: shares.map((point) => [point.atMs, point.candidatePercent]) }],
    },
    legend: [],
    columns: ["After", "Share"],
    rows: shares.map((point) => [point.atMs - fromMs, formatPercent(point.candidatePercent)]),
  };
}

function evidenceChart(report: Report, compared: readonly IndicatorSeries[]): Chart {
  const lines = compared.map(
    ({ evidence }, index): Line => ({
      look: lookOf(index),
      points: evidence.map((point): Point => [point.atMs, point.evidence]),
    }),
  );
  const limits = limitsOf(compared);
  const values = [
    ...compared.flatMap(({ evidence }) => evidence.map((point) => point.evidence)),
    ...limits.map(({ value }) => value),
  ];
  const highest = 10 ** Math.ceil(Math.log10(2 * Math.max(1, ...values)));
  return {
    heading: "Evidence that it is worse",
    spec: {
      ...frameOf(report),
      id: "evidence",
      title: "Evidence that the new release is worse (E-values, logarithmic) over time",
      description: compared.map(evidenceDescription).join(" "),
      scale: (to) => logScale([leastEvidence, highest], to),
      valueTicks: powersUpTo(highest),
      limits,
      lines,
    },
    legend: compared.map(({ label }, index) => ({ look: lookOf(index), label })),
    columns: ["After", ...compared.map(({ label }) => label)],
    rows: evidenceRows(report, compared),
  };
}

function lookOf(index: number): Line["look"] {
  return looks[index % looks.length] ?? "first";
}

function limitsOf(compared: readonly IndicatorSeries[]): Tick[] {
  const values = new Set(compared.flatMap(({ limit }) => (limit === undefined ? [] : [limit])));
  return [...values].map((value) => ({ value, label: `fails at ${evidenceText(value)}` }));
}

function evidenceDescription({ label, evidence, limit }: IndicatorSeries): string {
  const highest = evidenceText(Math.max(...evidence.map((point) => point.evidence)));
  return `${label}: at most ${highest}${limit === undefined ? "." : `; it fails at ${evidenceText(limit)}.`}`;
}

/** At most six: every power of ten, or every second, third, … of them. */
function powersUpTo(highest: number): Tick[] {
  const [from, to] = [Math.log10(leastEvidence), Math.round(Math.log10(highest))];
  const step = Math.ceil((to - from) / 5);
  const powers = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
  return powers.map((power) => ({ value: 10 ** power, label: powerText(power) }));
}

function powerText(power: number): string {
  if (power < 4) return countText(10 ** power);
  return `10${[...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

function evidenceRows({ fromMs }: Report, compared: readonly IndicatorSeries[]): Chart["rows"] {
  const moments = new Set(compared.flatMap(({ evidence }) => evidence.map(({ atMs }) => atMs)));
  return [...moments]
    .sort((one, other) => one - other)
    .map((atMs) => {
      const cells = compared.map(({ evidence }) => evidence.find((point) => point.atMs === atMs)?.evidence);
      return [atMs - fromMs, ...cells.map((value) => (value === undefined ? "–" : evidenceText(value)))];
    });
}

function badChart(report: Report, series: IndicatorSeries, index: number): Chart {
  const { label, spans, total } = series;
  const percents = spans.flatMap(({ arms }) => [percentOf(arms.stable), percentOf(arms.candidate)]);
  const highest = Math.min(100, niceCeiling(Math.max(0.1, ...percents.map((percent) => percent ?? 0))));
  return {
    heading: label,
    spec: {
      ...frameOf(report),
      id: `bad-${index}`,
      title: `${label}: share of the requests of each release over time`,
      description:
        total === undefined
          ? ""
          : `In all ${shareText(total.candidate)} on the new release and ${shareText(total.stable)} on the old.`,
      scale: (to) => linearScale([0, highest], to),
      valueTicks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => ({
        value: part * highest,
        label: formatShare(part * highest),
      })),
      limits: [],
      lines: [
        { look: "stable", points: spans.map((span) => spanPoint(span, "stable")) },
        { look: "candidate", points: spans.map((span) => spanPoint(span, "candidate")) },
      ],
    },
    legend: [
      { look: "candidate", label: "new release" },
      { look: "stable", label: "old release" },
    ],
    columns: ["After", "New release", "Old release"],
    rows: spans.map(({ toMs, arms }) => [toMs - report.fromMs, shareText(arms.candidate), shareText(arms.stable)]),
  };
}

function formatShare(percent: number): string {
  return `${Number(percent.toPrecision(2))}\u00a0%`;
}

function percentOf({ requests, failures }: Span["arms"][Arm]): number | undefined {
  return requests === 0 ? undefined : (100 * failures) / requests;
}

function spanPoint({ fromMs, toMs, arms }: Span, arm: Arm): Point | undefined {
  const percent = percentOf(arms[arm]);
  return percent === undefined ? undefined : [(fromMs + toMs) / 2, percent];
}
