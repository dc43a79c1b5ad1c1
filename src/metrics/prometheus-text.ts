import { quoteValue } from "../errors/quote-value.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";

/** One line of a Prometheus page. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** When the number was taken, if the page says so; milliseconds since the epoch. */
  readonly atMs?: number;
}

const linePattern = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+(-?\d+))?[ \t]*$/;
const labelPattern = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\\n]|\\.)*)"[ \t]*(?:,[ \t]*|$)/y;

/**
 * Reads the Prometheus text format. Strict where a guess could become a decision: a line that is not understood spoils
 * the whole page, and so does a series that is there twice.
 * https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md
 *
 * @param origin where the page came from, for the message
 * @throws UnavailableError
 */
export function parsePrometheusText(page: string, origin: string): readonly Series[] {
  const seen = new Set<string>();
  return page.split("\n").flatMap((line, index) => {
    const text = line.replace(/\r$/, "");
    if (text.trim() === "" || text.trimStart().startsWith("#")) return [];
    const [, name, labelText = "", valueText = "", timeText] = text.match(linePattern) ?? [];
    const labels = name === undefined ? undefined : parseLabels(labelText);
    const value = parseValue(valueText);
    if (name === undefined || labels === undefined || value === undefined) throw notMetrics(origin, index + 1, text);
    const key = JSON.stringify([name, Object.entries(labels).sort()]);
    if (seen.has(key)) throw notMetrics(origin, index + 1, text);
    seen.add(key);
    return [{ name, labels, value, ...(timeText === undefined ? {} : { atMs: Number(timeText) }) }];
  });
}

function parseLabels(text: string): Readonly<Record<string, string>> | undefined {
  const labels: Record<string, string> = {};
  labelPattern.lastIndex = 0;
  while (labelPattern.lastIndex < text.length) {
    const [, name, value = ""] = labelPattern.exec(text) ?? [];
    if (name === undefined || Object.hasOwn(labels, name)) return undefined;
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
  }
  return labels;
}

/** Infinite and missing numbers are legal on a page; whoever needs one of them to be a count checks that. */
function parseValue(text: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function notMetrics(origin: string, line: number, text: string): UnavailableError {
  return new UnavailableError(
    `Line ${line} of ${origin} is not Prometheus text: ${quoteValue(text)}. Check that the URL is that of a metrics page.`,
  );
}
