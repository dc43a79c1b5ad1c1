import type { Action } from "../../workflow/model/action.ts";
import { actions } from "../../workflow/pins/actions.gen.ts";
import { readPins } from "../../workflow/pins/pin-store.ts";
import { ageInDays } from "../../workflow/pins/resolve-pin.ts";
import { whyRevoked } from "../../workflow/pins/revoked-commits.ts";
import { readUses } from "../../workflow/pins/uses-lines.ts";
import { actionFiles, usedName, workflowFiles } from "./yaml-files.ts";

/** A pin as the list shows it. */
export interface ListedPin {
  readonly action: string;
  readonly version: string;
  readonly sha: string;
  /** Since its release; `undefined` when that is not known. */
  readonly ageDays: number | undefined;
  /** `repository`: its pin file; `tidegate`: what tidegate brings along; `source`: written out somewhere. */
  readonly from: "repository" | "tidegate" | "source";
  /** What uses it: workflows by their names without folder and ending, actions as steps use them: `./tools/prepare`. */
  readonly usedBy: readonly string[];
  readonly revoked: string | undefined;
  /** Whether nobody looked up that the commit is the version's. */
  readonly isUnverified: boolean;
}

interface Known {
  readonly version: string;
  readonly sha: string;
  readonly releasedOn?: string | undefined;
  readonly revoked?: string | undefined;
  readonly unverified?: boolean | undefined;
}

function shipped(): ReadonlyMap<string, Known> {
  const all = Object.values(actions as Readonly<Record<string, Pick<Action, "name" | "location">>>);
  return new Map(all.flatMap(({ name, location }) => (location.kind === "pinned" ? [[name, location] as const] : [])));
}

/** The repository's own pins, and every other action that its workflows and actions use, sorted. */
export function listPins(directory: string, now: Date): readonly ListedPin[] {
  const own = new Map<string, Known>(readPins(directory).map((pin) => [pin.action, pin]));
  const brought = shipped();
  const uses = [...actionFiles(directory), ...workflowFiles(directory)].flatMap(({ path, content }) =>
    readUses(content).map((use) => ({ ...use, by: usedName(path) })),
  );
  const names = [...new Set([...own.keys(), ...uses.map(({ action }) => action)])].sort();
  return names.map((action) => {
    const from = own.has(action) ? "repository" : brought.has(action) ? "tidegate" : "source";
    const used = uses.filter((use) => use.action === action);
    const written = { version: used[0]?.version ?? "?", sha: used[0]?.sha ?? "" };
    const {
      version,
      sha,
      releasedOn,
      revoked,
      unverified = false,
    }: Known = own.get(action) ?? brought.get(action) ?? written;
    const ageDays = releasedOn === undefined ? undefined : ageInDays(releasedOn, now);
    const usedBy = [...new Set(used.map(({ by }) => by))];
    const why = revoked ?? whyRevoked(sha);
    return { action, version, sha, ageDays, from, usedBy, revoked: why, isUnverified: unverified };
  });
}

const head = ["ACTION", "VERSION", "COMMIT", "AGE", "FROM", "USED BY"];

function row({ action, version, sha, ageDays, from, usedBy, revoked, isUnverified }: ListedPin): readonly string[] {
  const age = ageDays === undefined ? "-" : `${ageDays} d`;
  return [
    action,
    version,
    sha.slice(0, 7),
    age,
    from,
    usedBy.join(", ") || "nobody",
    ...(revoked ? [`REVOKED: ${revoked}`] : []),
    ...(isUnverified ? ["not looked up"] : []),
  ];
}

/** The list as a table for a person. */
export function renderPins(pins: readonly ListedPin[]): string {
  const rows = [head, ...pins.map(row)];
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
