import { isAt, readExpansion, readQuote } from "./read-expansion.ts";
import { readHeredocStart, readLineEnd } from "./read-heredoc.ts";
import { charBefore, doubt, pop, push, type Reading, skip } from "./shell-reading.ts";

function openParenthesis(reading: Reading): void {
  const { text, at, boundary, frames } = reading;
  if (isAt(halfOperator, reading) !== undefined) {
    doubt(reading, at, "an operator that goes on in the next line");
    return;
  }
  if (text.startsWith("((", at)) {
    push(reading, { context: "arithmetic", close: "))", behind: "word-begins" }, 2);
    return;
  }
  const isFile = at > 0 && "<>".includes(text.charAt(at - 1));
  const behind = isFile ? "word-goes-on" : boundary === "word-begins" ? "word-begins" : "unclear";
  // In an array there are parentheses of patterns, and none of commands.
  const isArray = charBefore(text, at) === "=" || (!isFile && frames.at(-1)?.isArray === true);
  push(reading, { context: "plain", close: ")", behind, isArray }, 1);
}

function closeParenthesis(reading: Reading): void {
  const { frames, pending, at, openCases, firstParenthesis } = reading;
  const open = pending.find(({ depth }) => depth === frames.length);
  if (open) {
    doubt(reading, open.start, "a here-document in a command that ends in the same line");
  } else if (frames.at(-1)?.close === ")") {
    pop(reading, 1);
  } else if (openCases === 0) {
    // One before was not the end of what it seemed to end: that of a key, as in `map=( [a)]=b )`.
    doubt(reading, firstParenthesis ?? at, "parentheses of which one closes nothing");
  } else {
    reading.at = at + 1;
    reading.boundary = "word-begins";
  }
}

function readHash(reading: Reading): void {
  if (reading.boundary === "unclear") {
    doubt(reading, reading.at, "a `#` that may begin a comment or not");
  } else if (reading.boundary === "word-begins") {
    push(reading, { context: "comment" }, 1);
  } else {
    skip(reading, 1);
  }
}

/** In `$(…)` the patterns of `case` end in parentheses too. */
const caseWord = /c(?:\\\n)*a(?:\\\n)*s(?:\\\n)*e(?![A-Za-z0-9_=./-])/y;
const esacWord = /esac(?![A-Za-z0-9_=./-])/y;
/** What may be the half of `((` or `<<`. */
const halfOperator = /[(<]\\\n/y;

/** A word that begins there, or may begin there, of those that enclose patterns. */
function readCase(reading: Reading): void {
  const { at, boundary, frames } = reading;
  const commands = frames.findLast(({ context }) => context === "plain");
  if (boundary === "word-goes-on" || commands?.isArray) {
    return;
  }
  if (isAt(esacWord, reading) !== undefined) {
    reading.openCases = Math.max(0, reading.openCases - 1);
  } else if (isAt(caseWord, reading) !== undefined) {
    reading.openCases += 1;
    if (commands?.close === ")") {
      doubt(reading, at, "`case` inside of parentheses");
    }
  }
}

function readOther(reading: Reading): void {
  const { text, at } = reading;
  readCase(reading);
  if (reading.doubt) {
    return;
  }
  if (isAt(halfOperator, reading) !== undefined) {
    doubt(reading, at, "an operator that goes on in the next line");
  } else if (text.startsWith("<<<", at)) {
    reading.at += 3;
    reading.boundary = "word-begins";
  } else if (text.startsWith("<<", at)) {
    readHeredocStart(reading);
  } else {
    reading.at += 1;
    reading.boundary = " \t;&|<>".includes(text.charAt(at)) ? "word-begins" : "word-goes-on";
  }
}

const special: Readonly<Record<string, (reading: Reading) => void>> = {
  "\n": readLineEnd,
  "(": openParenthesis,
  ")": closeParenthesis,
  "#": readHash,
};

/** Commands: where nothing is quoted. */
export function readPlain(reading: Reading): void {
  if (!readExpansion(reading, false) && !readQuote(reading)) {
    (special[reading.text.charAt(reading.at)] ?? readOther)(reading);
  }
}
