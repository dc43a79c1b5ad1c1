/** Where in a shell script a point is, as far as it matters for what may be put there. */
export type ShellContext =
  | "plain"
  | "double"
  | "single"
  | "comment"
  | "heredoc"
  | "literal-heredoc"
  /** Inside of `${…}`, where quotes mean one thing or another depending on what is around it. */
  | "expansion";

interface Heredoc {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
}

interface Frame {
  readonly context: ShellContext;
  /** What ends it; for a plain frame that is nested in something. */
  readonly close?: string;
}

/** How far a script has been read. */
export interface ShellState {
  readonly frames: readonly Frame[];
  /** Here-documents announced on this line; the first is read once the line ends. */
  readonly pending: readonly Heredoc[];
  readonly heredoc: Heredoc | undefined;
  /** What was read of the current line of the here-document. */
  readonly line: string;
  /** The character before, to tell a comment from `$#`. */
  readonly before: string;
}

export const shellStart: ShellState = { frames: [], pending: [], heredoc: undefined, line: "", before: "\n" };

const heredocStart = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\([A-Za-z_]\w*)|([A-Za-z_]\w*))/;

export function shellContext({ frames, heredoc }: ShellState): ShellContext {
  if (heredoc) {
    return heredoc.literal ? "literal-heredoc" : "heredoc";
  }
  return frames.at(-1)?.context ?? "plain";
}

interface Advance {
  readonly state: ShellState;
  /** How many characters were read. */
  readonly read: number;
}

function push(state: ShellState, frame: Frame, read: string): Advance {
  return { state: { ...state, frames: [...state.frames, frame], before: read.at(-1) ?? "" }, read: read.length };
}

function pop(state: ShellState, read: string): Advance {
  return { state: { ...state, frames: state.frames.slice(0, -1), before: read }, read: read.length };
}

function skip(state: ShellState, read: string): Advance {
  return { state: { ...state, before: read.at(-1) ?? "" }, read: read.length };
}

function endLine(state: ShellState): Advance {
  const [heredoc, ...pending] = state.pending;
  return { state: { ...state, heredoc, pending, line: "", before: "\n" }, read: 1 };
}

/** What `$(`, `${` and a backtick begin, in plain text and between double quotes. */
function advanceExpansion(state: ShellState, rest: string): Advance | undefined {
  if (rest.startsWith("$(")) {
    return push(state, { context: "plain", close: ")" }, "$(");
  }
  if (rest.startsWith("${")) {
    return push(state, { context: "expansion", close: "}" }, "${");
  }
  return rest.startsWith("`") ? push(state, { context: "plain", close: "`" }, "`") : undefined;
}

function advanceQuote(state: ShellState, rest: string): Advance | undefined {
  const char = rest.charAt(0);
  if (char === "'") {
    return push(state, { context: "single" }, char);
  }
  if (char === '"') {
    return push(state, { context: "double" }, char);
  }
  const startsWord = /[\s;&|()]/.test(state.before) || state.before === "";
  return char === "#" && startsWord ? push(state, { context: "comment" }, char) : undefined;
}

function advanceHeredocStart(state: ShellState, rest: string): Advance | undefined {
  if (rest.startsWith("<<<")) {
    return skip(state, "<<<");
  }
  const found = heredocStart.exec(rest);
  const quoted = found?.[2] ?? found?.[3] ?? found?.[4];
  const delimiter = quoted ?? found?.[5];
  if (!found || delimiter === undefined) {
    return undefined;
  }
  const heredoc = { delimiter, literal: quoted !== undefined, stripTabs: found[1] === "-" };
  const { state: read } = skip(state, found[0]);
  return { state: { ...read, pending: [...read.pending, heredoc] }, read: found[0].length };
}

function advancePlain(state: ShellState, rest: string): Advance {
  const char = rest.charAt(0);
  if (char === "\\") {
    return skip(state, rest.slice(0, 2));
  }
  if (char === state.frames.at(-1)?.close) {
    return pop(state, char);
  }
  if (char === "\n") {
    return endLine(state);
  }
  const nested = char === "(" ? push(state, { context: "plain", close: ")" }, char) : undefined;
  return (
    nested ??
    advanceExpansion(state, rest) ??
    advanceQuote(state, rest) ??
    advanceHeredocStart(state, rest) ??
    skip(state, char)
  );
}

function advanceDouble(state: ShellState, rest: string): Advance {
  const char = rest.charAt(0);
  if (char === "\\") {
    return skip(state, rest.slice(0, 2));
  }
  return char === '"' ? pop(state, char) : (advanceExpansion(state, rest) ?? skip(state, char));
}

/** Bash (5.2) lets quotes of both kinds begin again in `${…}`, even where it stands between double quotes itself. */
function advanceInExpansion(state: ShellState, rest: string): Advance {
  const char = rest.charAt(0);
  if (char === "\\") {
    return skip(state, rest.slice(0, 2));
  }
  if (char === "}") {
    return pop(state, char);
  }
  if (char === '"' || char === "'") {
    return push(state, { context: char === '"' ? "double" : "single" }, char);
  }
  return advanceExpansion(state, rest) ?? skip(state, char);
}

function advanceHeredoc(state: ShellState, heredoc: Heredoc, char: string): Advance {
  if (char !== "\n") {
    return { state: { ...state, line: state.line + char }, read: 1 };
  }
  const line = heredoc.stripTabs ? state.line.replace(/^\t+/, "") : state.line;
  const ended = line === heredoc.delimiter;
  return ended ? endLine({ ...state, heredoc: undefined }) : { state: { ...state, line: "" }, read: 1 };
}

function advance(state: ShellState, rest: string): Advance {
  if (state.heredoc) {
    return advanceHeredoc(state, state.heredoc, rest.charAt(0));
  }
  switch (shellContext(state)) {
    case "single":
      return rest.startsWith("'") ? pop(state, "'") : skip(state, rest.charAt(0));
    case "comment":
      return rest.startsWith("\n")
        ? endLine({ ...state, frames: state.frames.slice(0, -1) })
        : skip(state, rest.charAt(0));
    case "double":
      return advanceDouble(state, rest);
    case "expansion":
      return advanceInExpansion(state, rest);
    default:
      return advancePlain(state, rest);
  }
}

/**
 * Reads a piece of a bash script: quotes, comments, here-documents and nested commands. It exists to quote correctly
 * what is put in, not to run anything; a script it misreads is quoted too much, never too little.
 */
export function readShell(start: ShellState, code: string): ShellState {
  let state = start;
  for (let at = 0; at < code.length; ) {
    const step = advance(state, code.slice(at));
    state = step.state;
    at += Math.max(1, step.read);
  }
  return state;
}

/** Data as a word of its own: as it is when nothing in it is special, else in single quotes. */
function quoteWord(data: string): string {
  return /^[A-Za-z0-9_/:=.,@%+-]+$/.test(data) ? data : `'${data.replaceAll("'", "'\\''")}'`;
}

/** Plain data, written so that the shell reads exactly it in that context; `undefined` where that is impossible. */
export function quoteData(data: string, context: ShellContext): string | undefined {
  switch (context) {
    case "plain":
      return quoteWord(data);
    case "double":
      return data.replace(/[\\"$`]/g, "\\$&");
    case "heredoc":
      return data.includes("\n") ? undefined : data.replace(/[\\$`]/g, "\\$&");
    case "single":
      return data.replaceAll("'", "'\\''");
    // A line of the data could be the one that ends it.
    case "literal-heredoc":
    case "comment":
      return data.includes("\n") ? undefined : data;
    case "expansion":
      return undefined;
  }
}

/** A variable, written so that the shell reads its value as one piece; `undefined` where nothing is expanded. */
export function quoteVariable(name: string, context: ShellContext): string | undefined {
  switch (context) {
    case "plain":
      return `"$${name}"`;
    case "double":
    case "heredoc":
    case "comment":
      return `\${${name}}`;
    case "single":
    case "literal-heredoc":
    case "expansion":
      return undefined;
  }
}
