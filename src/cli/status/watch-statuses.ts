import { type Paint, renderStatus, statusLine } from "../../report/render-status.ts";
import type { Status } from "../../report/status.ts";
import type { Clock } from "../../rollout/ports.ts";

export interface Screen {
  write(text: string): void;
  /** Whether what was written can be written over. */
  readonly isTerminal: boolean;
  /** Asked at each look: people change the size of their windows. */
  size(): { readonly columns: number; readonly rows: number };
}

export interface Watching {
  readonly look: () => Promise<readonly Status[]>;
  readonly screen: Screen;
  readonly paint: Paint;
  readonly clock: Clock;
  readonly everyMs: number;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** Shows what changes: drawn over in place on a terminal, a line for each change elsewhere. Returns when it is ended. */
export async function watchStatuses({ look, screen, paint, clock, everyMs, signal }: Watching): Promise<void> {
  const show = screen.isTerminal ? makeRedraw(screen, paint) : makeLog(screen, clock);
  while (!signal.aborted) {
    show(await look());
    await clock.until(clock.nowMs() + everyMs, signal);
  }
}

type Show = (statuses: readonly Status[]) => void;

/** `ESC[nA` goes up n lines, `ESC[J` clears from there: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
function makeRedraw(screen: Screen, paint: Paint): Show {
  let drawn = 0;
  return (statuses) => {
    const { columns, rows } = screen.size();
    // What has scrolled out of the window cannot be drawn over.
    const lines = renderStatus(statuses, paint, columns).slice(0, Math.max(1, rows - 1));
    const back = drawn === 0 ? "" : `\u001b[${drawn}A`;
    screen.write(`${back}\u001b[J${lines.join("\n")}\n`);
    drawn = lines.length;
  };
}

function makeLog(screen: Screen, clock: Clock): Show {
  const said = new Map<string, string>();
  return (statuses) => {
    for (const status of statuses) {
      const place = `${status.service}/${status.environment}`;
      const line = statusLine(status);
      if (said.get(place) === line) continue;
      said.set(place, line);
      screen.write(`${new Date(clock.nowMs()).toISOString().slice(11, 19)} ${line}\n`);
    }
  };
}
