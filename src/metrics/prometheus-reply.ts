import { z } from "zod";
import { quoteValue } from "../errors/quote-value.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { TextReply } from "./http-text.ts";
import type { RawSeries } from "./series.ts";

const labelsSchema = z.record(z.string(), z.string());
const matrixSchema = z.object({
  resultType: z.literal("matrix"),
  result: z.array(
    z.object({ metric: labelsSchema, values: z.array(z.tuple([z.number(), z.string()])).min(1, "has no values") }),
  ),
});
const vectorSchema = z.object({
  resultType: z.literal("vector"),
  result: z.array(z.object({ metric: labelsSchema, value: z.tuple([z.number(), z.string()]) })),
});
const headSchema = z.object({
  status: z.string(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  data: z.unknown(),
});

/** Servers of some versions list remarks, such as on a counter's name, among the warnings; the answer is whole. */
const remark = "PromQL info:";

/**
 * What a server of the Prometheus API answered. Part of an answer is none.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 * @throws UnavailableError
 */
function parseData({ status, text }: TextReply, what: string): unknown {
  const json = parseJson(text);
  const head = headSchema.safeParse(json);
  if (!head.success) {
    const why = status === 200 ? "nothing that the Prometheus API answers" : `status ${status}`;
    throw new UnavailableError(`${what} answered ${why}: ${quoteValue(text)}. Check the URL and the credentials.`);
  }
  const { error, data } = head.data;
  const warnings = (head.data.warnings ?? []).filter((warning) => !warning.startsWith(remark));
  if (head.data.status !== "success" || status !== 200) {
    throw new UnavailableError(`${what} answered status ${status}: ${quoteValue(error ?? "no reason given")}.`);
  }
  if (warnings.length === 0) return data;
  throw new UnavailableError(`${what} answered only in part: ${quoteValue(warnings.join("; "))}.`);
}

/** The raw numbers of a range selector. Times in seconds become milliseconds. @throws UnavailableError */
export function parseMatrix(reply: TextReply, what: string): readonly RawSeries[] {
  const matrix = matrixSchema.safeParse(parseData(reply, what));
  if (!matrix.success) throw new UnavailableError(`${what} answered no raw numbers: ${quoteValue(reply.text)}.`);
  return matrix.data.result.map(({ metric: { __name__: name = "", ...labels }, values }) => ({
    name,
    labels,
    samples: values.map(([atSeconds, value]) => ({ atMs: Math.round(atSeconds * 1_000), value: toNumber(value) })),
  }));
}

/** One number of an answer, summed by the labels it has. */
export interface SummedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The numbers of one moment. @throws UnavailableError */
export function parseVector(reply: TextReply, what: string): readonly SummedSeries[] {
  const vector = vectorSchema.safeParse(parseData(reply, what));
  if (!vector.success) throw new UnavailableError(`${what} answered no numbers: ${quoteValue(reply.text)}.`);
  return vector.data.result.map(({ metric, value: [, text] }) => ({ labels: metric, value: toNumber(text) }));
}

/** Label sets of series, each with its name. @throws UnavailableError */
export function parseSeriesList(reply: TextReply, what: string): readonly Pick<RawSeries, "name" | "labels">[] {
  const list = z.array(labelsSchema).safeParse(parseData(reply, what));
  if (!list.success) throw new UnavailableError(`${what} answered no list of series: ${quoteValue(reply.text)}.`);
  return list.data.map(({ __name__: name = "", ...labels }) => ({ name, labels }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Prometheus writes `NaN` and `+Inf` too; whoever needs a count refuses those. */
function toNumber(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
