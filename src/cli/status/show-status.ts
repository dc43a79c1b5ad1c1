import colors from "picocolors";
import { cancelSignal } from "../../connect/cancel-signal.ts";
import { systemClock } from "../../connect/system-clock.ts";
import { type Paint, renderStatus } from "../../report/render-status.ts";
import type { Tone } from "../../report/report.ts";
import { statusReader, type Wanted } from "./read-statuses.ts";
import { type Screen, watchStatuses } from "./watch-statuses.ts";

export interface StatusOptions extends Wanted {
  readonly watch: boolean;
  readonly json: boolean;
  /** How long between two looks of a watch. */
  readonly everyMs: number;
}

/** @returns the exit code: 1 when a place could not be read */
export async function showStatus({ watch, json, everyMs, ...wanted }: StatusOptions): Promise<number> {
  const look = await statusReader(wanted);
  const { stdout } = process;
  const paint = painter(stdout.isTTY ?? false);
  if (watch) {
    await watchStatuses({
      look,
      screen: screenOf(stdout),
      paint,
      clock: systemClock,
      everyMs,
      signal: cancelSignal(process),
    });
    return 0;
  }
  const statuses = await look();
  stdout.write(json ? `${JSON.stringify(statuses, undefined, 2)}\n` : `${renderStatus(statuses, paint).join("\n")}\n`);
  return statuses.some(({ headline }) => headline === "cannot be read") ? 1 : 0;
}

function painter(isTerminal: boolean): Paint {
  const { green, red, yellow, bold } = colors.createColors(isTerminal && !process.env.NO_COLOR);
  const paints: Readonly<Record<Tone, (text: string) => string>> = {
    good: green,
    bad: red,
    waiting: yellow,
    attention: red,
  };
  return (tone, text) => bold(paints[tone](text));
}

function screenOf(stdout: NodeJS.WriteStream): Screen {
  return {
    write: (text) => void stdout.write(text),
    isTerminal: stdout.isTTY ?? false,
    size: () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }),
  };
}
