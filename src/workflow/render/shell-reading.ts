/** Where in a shell script a point is, as far as it matters for what may be put there. */
export type ShellContext =
  | "plain"
  | "double"
  | "single"
  /** Between `$'` and `'`, where a backslash escapes. */
  | "ansi"
  | "comment"
  | "heredoc"
  | "literal-heredoc"
  /** Inside of `${…}`, where quotes mean one thing or another depending on what is around it. */
  | "expansion"
  /** Inside of `((…))`, where the shell evaluates what a value says. */
  | "arithmetic"
  /** Where it cannot be told how the shell reads it. */
  | "unsure";

export interface Heredoc {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
  /** How many frames were open where it was announced; its text begins behind a line that ends in the same. */
  readonly depth: number;
  /** Of the `<<`. */
  readonly start: number;
}

/** The line of a here-document that something is put into. */
export interface HeredocLine {
  readonly heredoc: Heredoc;
  readonly before: string;
  readonly after: string;
}

/** A point where something is put in. */
export interface ShellPlace {
  readonly context: ShellContext;
  /** The characters on both sides; empty at the ends of the script. */
  readonly before: string;
  readonly after: string;
  /** Whether it stands right behind the name of a variable, which a letter would make longer. */
  readonly isBehindName: boolean;
  readonly isInBackticks: boolean;
  /** Whether it is among the values of an array, `args=( … )`, where a word begins no command. */
  readonly isInArray: boolean;
  /** `undefined` where no here-document is. */
  readonly line: HeredocLine | undefined;
  /** What makes it unsure. */
  readonly doubt: string | undefined;
}

/** `unclear`: the shell may begin a word there, or go on with the one before. */
export type Boundary = "word-begins" | "word-goes-on" | "unclear";

export interface Frame {
  readonly context: ShellContext;
  /** What ends a nested command, or an arithmetic expression; else empty. */
  readonly close: "" | ")" | "`" | "))";
  readonly start: number;
  /** Whether a word begins behind it. */
  readonly behind: Boundary;
  /** Whether it holds the values of an array. */
  readonly isArray: boolean;
  /** Parentheses that are open in an arithmetic expression. */
  open: number;
}

/** The text of a here-document that is being read. */
interface Body {
  readonly heredoc: Heredoc;
  /** How many frames were open before it. */
  readonly depth: number;
  lineStart: number;
}

/** From there on to the end, nothing is sure. */
interface Doubt {
  readonly from: number;
  readonly about: string;
}

/** How far a script has been read, and what was found. */
export interface Reading {
  readonly text: string;
  /** The character that stands where something is put in. */
  readonly mark: string;
  at: number;
  boundary: Boundary;
  /** Where the last name of a variable ended. */
  nameEnd: number;
  readonly frames: Frame[];
  /** Here-documents announced on this line; the first is read once the line ends. */
  readonly pending: Heredoc[];
  body: Body | undefined;
  /** How many `case` were read without their `esac`; their patterns end in a parenthesis that was not opened. */
  openCases: number;
  /** Where the first parenthesis was opened that holds commands, or values of an array. */
  firstParenthesis: number | undefined;
  doubt: Doubt | undefined;
  /** By offset. */
  readonly places: Map<number, ShellPlace>;
  /** Where comments begin and end. */
  readonly comments: (readonly [from: number, to: number])[];
}

export function startReading(text: string, mark: string): Reading {
  return {
    text,
    mark,
    at: 0,
    boundary: "word-begins",
    nameEnd: -1,
    frames: [],
    pending: [],
    body: undefined,
    openCases: 0,
    firstParenthesis: undefined,
    doubt: undefined,
    places: new Map(),
    comments: [],
  };
}

/** Reads on behind so many characters that are part of a word. */
export function skip(reading: Reading, count: number): void {
  reading.at += count;
  reading.boundary = "word-goes-on";
}

type Opened = Pick<Frame, "context"> & Partial<Pick<Frame, "close" | "behind" | "isArray">>;

export function push(reading: Reading, opened: Opened, length: number): void {
  const { context, close = "", behind = "word-goes-on", isArray = false } = opened;
  reading.frames.push({ context, close, behind, isArray, start: reading.at, open: 0 });
  if (close === ")") {
    reading.firstParenthesis ??= reading.at;
  }
  reading.at += length;
  reading.boundary = "word-begins";
}

export function pop(reading: Reading, length: number): void {
  const frame = reading.frames.pop();
  reading.at += length;
  reading.boundary = frame?.behind ?? "word-goes-on";
}

/** Stops reading: from there on, how the shell reads it cannot be told. */
export function doubt(reading: Reading, from: number, about: string): void {
  reading.doubt = { from, about };
  reading.at = reading.text.length;
}

/** What encloses a point. Quotes within arithmetic do not keep the shell from evaluating what stands there. */
function contextOf({ frames }: Reading): ShellContext {
  const own = frames.slice(frames.findLastIndex(({ context }) => context === "plain") + 1);
  const inner = own.at(-1)?.context ?? "plain";
  const isBare = inner === "single" || inner === "ansi";
  if (own.some(({ context }) => context === "arithmetic")) {
    return "arithmetic";
  }
  return isBare && own.at(-2)?.context === "expansion" ? "expansion" : inner;
}

function lineOf({ body, text, at }: Reading): HeredocLine | undefined {
  const end = text.indexOf("\n", at);
  return (
    body && {
      heredoc: body.heredoc,
      before: text.slice(body.lineStart, at),
      after: text.slice(at + 1, end < 0 ? text.length : end),
    }
  );
}

const join = "\\\n";

/** The character before, where a line that ends in a backslash goes on in the next. */
export function charBefore(text: string, at: number): string {
  let end = at;
  while (text.endsWith(join, end)) {
    end -= join.length;
  }
  return text.charAt(end - 1);
}

function charAfter(text: string, at: number): string {
  let start = at + 1;
  while (text.startsWith(join, start)) {
    start += join.length;
  }
  return text.charAt(start);
}

/** Notes the place of what is put in here. */
export function addPlace(reading: Reading, told?: string): void {
  const { text, at, nameEnd, frames } = reading;
  reading.places.set(at, {
    context: told === undefined ? contextOf(reading) : "unsure",
    before: charBefore(text, at),
    after: charAfter(text, at),
    isBehindName: nameEnd === at,
    isInBackticks: frames.some(({ close }) => close === "`"),
    isInArray: frames.at(-1)?.isArray ?? false,
    line: lineOf(reading),
    doubt: told,
  });
  skip(reading, 1);
}
