import type { Tone } from "./report.ts";
import type { Status } from "./status.ts";

/** Gives a headline its colour; a pipe gets none. */
export type Paint = (tone: Tone, text: string) => string;

const marks: Readonly<Record<Tone, string>> = { good: "●", bad: "○", waiting: "◐", attention: "!" };
const nameWidth = 11;

/** One block a service and environment, for a terminal. */
export function renderStatus(
  statuses: readonly Status[],
  paint: Paint,
  columns: number = Number.POSITIVE_INFINITY,
): string[] {
  return statuses.flatMap(({ service, environment, tone, headline, lines }, index) => [
    ...(index === 0 ? [] : [""]),
    paint(tone, clipped(`${marks[tone]} ${service} → ${environment}: ${headline}`, columns)),
    ...lines.map(([name, value]) => clipped(`  ${name.padEnd(nameWidth)}${value}`, columns)),
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

function clipped(text: string, columns: number): string {
  const letters = [...text];
  return letters.length <= columns ? text : `${letters.slice(0, Math.max(1, columns - 1)).join("")}…`;
}
