import { addPlace, doubt, pop, push, type Reading, skip } from "./shell-reading.ts";

const variable = /\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9?!#$*@-])/y;

export function isAt(pattern: RegExp, { text, at }: Reading): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A backslash and what it escapes. */
function readEscape(reading: Reading): void {
  const { text, at, mark } = reading;
  if (text.startsWith("\\\n", at)) {
    // The two vanish: what stands behind goes on with what stood before.
    reading.at += 2;
    return;
  }
  skip(reading, 1);
  if (text[at + 1] === mark) {
    addPlace(reading, "a backslash");
  } else {
    skip(reading, 1);
    reading.boundary = text[at + 1] === "\r" ? "unclear" : "word-goes-on";
  }
}

/** What `$` begins. */
function readDollar(reading: Reading, isQuoted: boolean): void {
  const { text, at, mark } = reading;
  const name = isAt(variable, reading);
  if (text.startsWith("\\\n", at + (name ?? "$").length)) {
    doubt(reading, at, "a `$` whose name goes on in the next line");
  } else if (name !== undefined) {
    skip(reading, name.length);
    reading.nameEnd = reading.at;
  } else if (text.startsWith("$((", at)) {
    push(reading, { context: "arithmetic", close: "))" }, 3);
  } else if (text.startsWith("$(", at)) {
    push(reading, { context: "plain", close: ")" }, 2);
  } else if (text.startsWith("${", at)) {
    push(reading, { context: "expansion" }, 2);
  } else if (text.startsWith("$[", at)) {
    doubt(reading, at, "`$[`");
  } else if (!isQuoted && text.startsWith("$'", at)) {
    push(reading, { context: "ansi" }, 2);
  } else if (!isQuoted && text.startsWith('$"', at)) {
    push(reading, { context: "double" }, 2);
  } else {
    skip(reading, 1);
    if (text[at + 1] === mark) {
      addPlace(reading, "a dollar sign");
    }
  }
}

/** What begins a quote or an expansion wherever the shell expands anything; whether something did. */
export function readExpansion(reading: Reading, isQuoted: boolean): boolean {
  switch (reading.text[reading.at]) {
    case "\\":
      readEscape(reading);
      return true;
    case "$":
      readDollar(reading, isQuoted);
      return true;
    case "`":
      push(reading, { context: "plain", close: "`" }, 1);
      return true;
    default:
      return false;
  }
}

export function readQuote(reading: Reading): boolean {
  const char = reading.text[reading.at];
  if (char === "'" || char === '"') {
    push(reading, { context: char === "'" ? "single" : "double" }, 1);
    return true;
  }
  return false;
}

export function readArithmetic(reading: Reading): void {
  const frame = reading.frames.at(-1);
  const char = reading.text[reading.at];
  if (frame === undefined || readExpansion(reading, false) || readQuote(reading)) {
    return;
  }
  if (char === ")" && frame.open === 0) {
    if (reading.text.startsWith("))", reading.at)) {
      pop(reading, 2);
    } else {
      doubt(reading, frame.start, "`((`, which is not closed by `))`");
    }
    return;
  }
  frame.open += char === "(" ? 1 : char === ")" ? -1 : 0;
  skip(reading, 1);
}

/** Bash (5.2) lets quotes of both kinds begin again in `${…}`, even where it stands between double quotes itself. */
export function readInExpansion(reading: Reading): void {
  const { text, at, frames, body } = reading;
  const isQuoted = frames.at(-2)?.context === "double" || frames.at(-2)?.context === "expansion";
  const char = text[at];
  if (char === "'" && body) {
    doubt(reading, at, "a quote in an expansion of a here-document");
  } else if (isQuoted && text.startsWith("$'", at)) {
    doubt(reading, at, "`$'` in a quoted expansion");
  } else if (char === "}") {
    pop(reading, 1);
  } else if (!readExpansion(reading, isQuoted) && !readQuote(reading)) {
    skip(reading, 1);
  }
}
