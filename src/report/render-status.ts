import type { Tone } from "./report.ts";
import type { Status } from "./status.ts";

/** Gives a headline its colour; a pipe gets none. */
export type Paint = (tone: Tone, text: string) => string;

const marks: Readonly<Record<Tone, string>> = { good: "●", bad: "○", waiting: "◐", attention: "!" };
const nameWidth = 11;

/**
 * One block a service and environment, for a terminal.
 *
 * @param columns lines that are longer go on in the next one, below their value
 */
export function renderStatus(
  statuses: readonly Status[],
  paint: Paint,
  columns: number = Number.POSITIVE_INFINITY,
): string[] {
  return statuses.flatMap(({ service, environment, tone, headline, lines }, index) => [
    ...(index === 0 ? [] : [""]),
    ...wrapped(`${marks[tone]} ${service} → ${environment}: ${headline}`, "", columns).map((line) => paint(tone, line)),
    ...lines.flatMap(([name, value]) => wrapped(value, `  ${name.padEnd(nameWidth)}`, columns)),
  ]);
}

/** One line that is the same until something has changed, for a log. */
export function statusLine({ service, environment, headline, lines }: Status): string {
  const said = (wanted: string) => lines.find(([name]) => name === wanted)?.[1];
  const verdict = said("verdict")?.split(":")[0];
  const driver = said("driver")?.startsWith("lost") ? "its driver is lost" : undefined;
  const rest = [verdict, said("failed"), driver, said("problem")].filter((part) => part !== undefined);
  return [`${service} → ${environment}: ${headline}`, ...rest].join(" · ");
}

function wrapped(text: string, indent: string, columns: number): string[] {
  const width = Math.max(20, columns - indent.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => inPieces(word, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if ([...longer].length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each, index) => `${index === 0 ? indent : " ".repeat(indent.length)}${each}`);
}

/** A word that fits into no line is cut, or the terminal would do it and lines could not be counted. */
function inPieces(word: string, width: number): string[] {
  const letters = [...word];
  if (letters.length <= width) return [word];
  return Array.from({ length: Math.ceil(letters.length / width) }, (_, index) =>
    letters.slice(index * width, (index + 1) * width).join(""),
  );
}
