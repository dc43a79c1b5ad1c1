import { doubt, type Heredoc, type HeredocLine, push, type Reading, skip } from "./shell-reading.ts";

const operator = /<<(-?)[ \t]*/y;
/** A word of the shell, which may be quoted in parts. */
const word = /(?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^ \t\n;&|()<>'"\\])+/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function withoutQuotes(quoted: string): string {
  return quoted.replace(/'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g, (_, single, double, escaped) =>
    double === undefined ? (single ?? escaped) : double.replace(/\\([\\"$`])/g, "$1"),
  );
}

/** `<<` and the word behind it. */
export function readHeredocStart(reading: Reading): void {
  const { text, at, mark, frames } = reading;
  const [begun = "", dash] = matchAt(operator, text, at) ?? [];
  const raw = matchAt(word, text, at + begun.length)?.[0] ?? "";
  const isPlain = raw !== "" && !/[\r\n`]|\$[({'"]/.test(raw) && !raw.includes(mark);
  if (!isPlain || reading.body || frames.some(({ close }) => close === "`")) {
    doubt(reading, at, "a here-document whose end cannot be told");
    return;
  }
  const literal = /['"\\]/.test(raw);
  const heredoc = { delimiter: withoutQuotes(raw), literal, stripTabs: dash === "-", depth: frames.length, start: at };
  reading.pending.push(heredoc);
  skip(reading, begun.length + raw.length);
}

/** As the shell compares it with the word that ends the here-document. */
function toCompare(line: string, { literal, stripTabs }: Heredoc): string {
  const joined = literal ? line : line.replace(/\\([\s\S])/g, (pair, char) => (char === "\n" ? "" : pair));
  return stripTabs ? joined.replace(/^\t+/, "") : joined;
}

const unended = ({ delimiter }: Heredoc) => `the here-document \`${delimiter}\`, whose end was not found`;

/** Behind the end of a line: the text of the first here-document that was announced in it. */
function beginBody(reading: Reading): void {
  const heredoc = reading.pending.shift();
  if (heredoc === undefined) {
    return;
  }
  if (heredoc.depth !== reading.frames.length) {
    doubt(reading, heredoc.start, "a here-document that is announced before another command has ended");
    return;
  }
  reading.body = { heredoc, depth: reading.frames.length, lineStart: reading.at };
  push(reading, { context: heredoc.literal ? "literal-heredoc" : "heredoc" }, 0);
}

/** The end of a line that is not within quotes. */
export function readLineEnd(reading: Reading): void {
  reading.at += 1;
  reading.boundary = "word-begins";
  beginBody(reading);
}

/** At the end of a line of the here-document, or of the script: whether that line ends it. */
function endBody(reading: Reading): boolean {
  const { body, text, at, frames } = reading;
  const line = body && toCompare(text.slice(body.lineStart, at), body.heredoc);
  if (body === undefined || line === undefined || line.replace(/\r$/, "") !== body.heredoc.delimiter) {
    return false;
  }
  if (line.endsWith("\r") || frames.length !== body.depth + 1) {
    doubt(reading, body.heredoc.start, unended(body.heredoc));
    return true;
  }
  frames.pop();
  reading.body = undefined;
  return true;
}

/** What the shell looks at in a here-document before anything else: its lines. Whether it has read on. */
export function readBody(reading: Reading): boolean {
  const { body, text, at } = reading;
  if (!body) {
    return false;
  }
  if (!body.heredoc.literal && text.startsWith("\\\n", at)) {
    reading.at += 2;
    return true;
  }
  if (text[at] !== "\n") {
    return false;
  }
  if (endBody(reading)) {
    if (!reading.doubt) {
      readLineEnd(reading);
    }
    return true;
  }
  body.lineStart = at + 1;
  return false;
}

/** At the end of the script. */
export function endHeredocs(reading: Reading): void {
  if (!reading.doubt) {
    endBody(reading);
  }
  const open = reading.body?.heredoc ?? reading.pending[0];
  if (!reading.doubt && open) {
    doubt(reading, open.start, unended(open));
  }
}

/** Whether the line ends its here-document once that text is put in, whatever else is put in beside it. */
export function isHeredocEnd({ heredoc, before, after }: HeredocLine, put: string, mark: string): boolean {
  const parts = toCompare(`${before}${put}${after}`, heredoc).replace(/\r$/, "").split(mark);
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const { delimiter } = heredoc;
  return parts.length > 1 ? delimiter.startsWith(first) && delimiter.endsWith(last) : delimiter === first;
}
