import { readArithmetic, readExpansion, readInExpansion } from "./read-expansion.ts";
import { endHeredocs, readBody, readLineEnd } from "./read-heredoc.ts";
import { readPlain } from "./read-plain.ts";
import {
  addPlace,
  doubt,
  pop,
  type Reading,
  type ShellContext,
  type ShellPlace,
  skip,
  startReading,
} from "./shell-reading.ts";

/** Where `end` is all that is special, or also what is expanded. */
function readUntil(reading: Reading, end: string, expands: boolean): void {
  if (reading.text[reading.at] === end) {
    pop(reading, 1);
  } else if (!expands || !readExpansion(reading, true)) {
    skip(reading, 1);
  }
}

function readAnsi(reading: Reading): void {
  if (reading.text[reading.at] === "\\") {
    readExpansion(reading, true);
  } else {
    readUntil(reading, "'", false);
  }
}

function endComment(reading: Reading): void {
  const frame = reading.frames.pop();
  reading.comments.push([frame?.start ?? reading.at, reading.at]);
}

function readComment(reading: Reading): void {
  if (reading.text[reading.at] === "\n") {
    endComment(reading);
    readLineEnd(reading);
  } else {
    skip(reading, 1);
  }
}

/** The shell looks for the end of backticks before it looks at quotes. Whether it has read on. */
function readBackticks(reading: Reading): boolean {
  const { text, at, frames } = reading;
  const open = frames.findLast(({ close }) => close === "`");
  if (open === undefined) {
    return false;
  }
  if (text[at] === "\\" && '\\$`"'.includes(text.charAt(at + 1) || " ")) {
    doubt(reading, open.start, "a backslash in backticks");
    return true;
  }
  if (text[at] !== "`") {
    return false;
  }
  if (frames.at(-1)?.context === "comment") {
    endComment(reading);
  }
  if (frames.at(-1) === open) {
    pop(reading, 1);
  } else {
    doubt(reading, open.start, "backticks that end within quotes or another command");
  }
  return true;
}

const readers: Readonly<Record<ShellContext, (reading: Reading) => void>> = {
  plain: readPlain,
  single: (reading) => readUntil(reading, "'", false),
  double: (reading) => readUntil(reading, '"', true),
  ansi: readAnsi,
  comment: readComment,
  expansion: readInExpansion,
  arithmetic: readArithmetic,
  heredoc: (reading) => readUntil(reading, "", true),
  "literal-heredoc": (reading) => readUntil(reading, "", false),
  unsure: readPlain,
};

function readOn(reading: Reading): void {
  if (reading.text[reading.at] === reading.mark) {
    addPlace(reading);
  } else if (!readBody(reading) && !readBackticks(reading)) {
    readers[reading.frames.at(-1)?.context ?? "plain"](reading);
  }
}

function finish(reading: Reading): void {
  if (!reading.doubt && reading.frames.at(-1)?.context === "comment") {
    endComment(reading);
  }
  endHeredocs(reading);
  const [open] = reading.frames;
  if (!reading.doubt && open) {
    const [opening] = /^(?:\$?\(\(?|\$.|.)/.exec(reading.text.slice(open.start)) ?? [""];
    doubt(reading, open.start, `the \`${opening}\`, whose end was not found`);
  }
}

/** What is known of a script whose text is complete. */
export interface ShellReading {
  /** What is known of the place of the mark at that offset. */
  placeAt(at: number): ShellPlace;
  /** Where comments begin and end; only those that are surely some. */
  readonly comments: readonly (readonly [from: number, to: number])[];
}

function unsurePlace({ text, doubt: found }: Reading, at: number): ShellPlace {
  const [before, after] = [text.charAt(at - 1), text.charAt(at + 1)];
  const known = { isBehindName: false, isInBackticks: false, isInArray: false, line: undefined };
  return { context: "unsure", before, after, ...known, doubt: found?.about ?? "something unclear" };
}

/**
 * Reads a bash script: quotes, comments, here-documents, arithmetic and nested commands. It exists to quote correctly
 * what is put in, not to run anything. Where it cannot be sure it says so, from there to the end.
 * @param mark one character that stands wherever something is put in, and nowhere else
 */
export function readShell(text: string, mark: string): ShellReading {
  const reading = startReading(text, mark);
  while (reading.at < text.length) {
    readOn(reading);
  }
  finish(reading);
  const end = reading.doubt?.from ?? text.length;
  const known = (at: number) => (at < end ? reading.places.get(at) : undefined);
  return {
    placeAt: (at) => known(at) ?? unsurePlace(reading, at),
    comments: reading.comments.filter(([, to]) => to <= end),
  };
}

/** A character that is in none of the texts, to stand where something is put in. */
export function markFor(texts: readonly string[]): string {
  const firstPrivate = 0xe000;
  const codes = Array.from({ length: 256 }, (_, index) => String.fromCharCode(firstPrivate + index));
  return codes.find((mark) => !texts.some((text) => text.includes(mark))) ?? "\0";
}

/** What is known of the points between pieces of one script. */
export function readPieces(pieces: readonly string[]): readonly ShellPlace[] {
  const mark = markFor(pieces);
  const { placeAt } = readShell(pieces.join(mark), mark);
  let at = -mark.length;
  return pieces.slice(0, -1).map((piece) => {
    at += mark.length + piece.length;
    return placeAt(at);
  });
}
