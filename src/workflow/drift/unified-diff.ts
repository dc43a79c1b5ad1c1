type Edit = { readonly kind: "same" | "removed" | "added"; readonly line: string };

/** Lines around a change. */
const contextLines = 3;
/** Beyond so many changed lines the shortest diff is not looked for: all old lines go, all new ones come. */
const mostChanges = 4_000;

function toLines(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === ""
    ? lines.slice(0, -1)
    : [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`];
}

const same = (line: string): Edit => ({ kind: "same", line });

/** What both begin, and end, with is not looked at again. */
function edits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [
    ...before.slice(0, head).map(same),
    ...shortest(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/**
 * Furthest old line that was reached with so many changes, by diagonal (old line less new line): at the diagonal plus the
 * changes plus one. Those outside of what so many changes can reach are not kept.
 */
interface Reached {
  readonly changes: number;
  readonly lines: Int32Array;
}

/** -1 where so many changes do not reach. */
const lineAt = ({ changes, lines }: Reached, diagonal: number) => lines[diagonal + changes + 1] ?? -1;

/**
 * The shortest way from one list of lines to the other.
 * @see http://www.xmailserver.org/diff2.pdf Myers, An O(ND) Difference Algorithm and Its Variations (1986)
 */
function shortest(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const trace: Reached[] = [];
  // Before the first change one more line was taken, so that the first step onto diagonal 0 comes to line 0.
  let reached: Reached = { changes: 0, lines: Int32Array.of(-1, -1, 0) };
  for (let changes = 0; changes <= Math.min(before.length + after.length, mostChanges); changes++) {
    trace.push(reached);
    const lines = new Int32Array(2 * changes + 3).fill(-1);
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const x = slide(before, after, stepOnto(reached, diagonal, changes), diagonal);
      lines[diagonal + changes + 1] = x;
      if (x >= before.length && x - diagonal >= after.length) {
        return walkBack(trace, before, after);
      }
    }
    reached = { changes, lines };
  }
  const all = (kind: Edit["kind"]) => (line: string) => ({ kind, line });
  return [...before.map(all("removed")), ...after.map(all("added"))];
}

/** Takes equal lines for as long as there are any. */
function slide(before: readonly string[], after: readonly string[], from: number, diagonal: number): number {
  let x = from;
  while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
  return x;
}

/** The old line at which one more change comes onto the diagonal. */
function stepOnto(reached: Reached, diagonal: number, changes: number): number {
  return addsLine(reached, diagonal, changes) ? lineAt(reached, diagonal + 1) : lineAt(reached, diagonal - 1) + 1;
}

/** Whether the step onto the diagonal takes a new line, rather than drops an old one. */
function addsLine(reached: Reached, diagonal: number, changes: number): boolean {
  return (
    diagonal === -changes || (diagonal !== changes && lineAt(reached, diagonal - 1) < lineAt(reached, diagonal + 1))
  );
}

/** From the end to the start, along what was reached with one change less each time. */
function walkBack(trace: readonly Reached[], before: readonly string[], after: readonly string[]): readonly Edit[] {
  const found: Edit[] = [];
  let [x, y] = [before.length, after.length];
  for (let changes = trace.length - 1; changes > 0; changes--) {
    const reached = trace[changes];
    if (reached === undefined) break;
    const isAdded = addsLine(reached, x - y, changes);
    const from = isAdded ? x - y + 1 : x - y - 1;
    const fromX = lineAt(reached, from);
    const afterStep = isAdded ? fromX : fromX + 1;
    for (; x > afterStep; x--, y--) found.push(same(before[x - 1] ?? ""));
    found.push(isAdded ? { kind: "added", line: after[y - 1] ?? "" } : { kind: "removed", line: before[x - 1] ?? "" });
    [x, y] = [fromX, fromX - from];
  }
  return [...found, ...before.slice(0, x).reverse().map(same)].reverse();
}

/** Indexes of edits that belong together: changes with at most twice the context between them. */
function hunksOf(all: readonly Edit[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  for (const [index, { kind }] of all.entries()) {
    if (kind === "same") continue;
    const [from, to] = [Math.max(0, index - contextLines), Math.min(all.length, index + contextLines + 1)];
    const last = hunks.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return hunks;
}

const marks = { same: " ", removed: "-", added: "+" } as const;

function formatHunk(all: readonly Edit[], [from, to]: readonly [number, number]): string {
  const count = (edits: readonly Edit[], other: Edit["kind"]) => edits.filter(({ kind }) => kind !== other).length;
  const range = (other: Edit["kind"]) => {
    const length = count(all.slice(from, to), other);
    const start = count(all.slice(0, from), other) + (length === 0 ? 0 : 1);
    return length === 1 ? `${start}` : `${start},${length}`;
  };
  const lines = all.slice(from, to).map(({ kind, line }) => `${marks[kind]}${line}`);
  return [`@@ -${range("added")} +${range("removed")} @@`, ...lines].join("\n");
}

export interface DiffedFile {
  readonly path: string;
  /** `undefined` when the file is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What turns the one text into the other, as `git apply` and `patch -p1` take it; empty when they are equal. */
export function unifiedDiff({ path, before, after }: DiffedFile): string {
  if (before === after) {
    return "";
  }
  const all = edits(toLines(before ?? ""), toLines(after ?? ""));
  const names = [
    before === undefined ? "--- /dev/null" : `--- a/${path}`,
    after === undefined ? "+++ /dev/null" : `+++ b/${path}`,
  ];
  return `${[...names, ...hunksOf(all).map((hunk) => formatHunk(all, hunk))].join("\n")}\n`;
}
