import { isHeredocEnd } from "./read-heredoc.ts";
import type { ShellContext, ShellPlace } from "./shell-reading.ts";

/** What means nothing to the shell wherever a word may stand. */
const bareWord = /^[A-Za-z0-9_/:=.,@%+-]+$/;
const reservedWord = /^(?:if|then|elif|else|fi|time|for|in|until|while|do|done|case|esac|coproc|select|function)$/;

/** Whether what stands beside the word gives it a meaning: `$a` + `b`, `~` + `root`, `2` + `>`, `if`, `A=b` alone. */
function isMeant(data: string, { isBehindName, before, after }: ShellPlace): boolean {
  const beginsCommand = /^[\n;&|(]?$/.test(before);
  return (
    isBehindName ||
    before === "~" ||
    (/^\d+$/.test(data) && /^[<>]/.test(after)) ||
    reservedWord.test(data) ||
    (beginsCommand && data.includes("="))
  );
}

/** Data as a word of its own: as it is when nothing in it is special, else in single quotes. */
function quoteWord(data: string, place: ShellPlace): string {
  const isBare = bareWord.test(data) && !isMeant(data, place);
  return isBare ? data : `'${data.replaceAll("'", "'\\''")}'`;
}

function escapeIn(data: string, special: RegExp, { isBehindName }: ShellPlace): string | undefined {
  return isBehindName && /^\w/.test(data) ? undefined : data.replace(special, "\\$&");
}

function quoteIn(data: string, context: ShellContext, place: ShellPlace): string | undefined {
  switch (context) {
    case "plain":
      return quoteWord(data, place);
    case "double":
      return escapeIn(data, /[\\"$`]/g, place);
    case "heredoc":
      return escapeIn(data, /[\\$`]/g, place);
    case "single":
      return data.replaceAll("'", "'\\''");
    case "literal-heredoc":
      return data;
    case "comment":
      return data.includes("\n") ? undefined : data;
    case "arithmetic":
      return /^-?\d+$/.test(data) ? data : undefined;
    case "ansi":
    case "expansion":
    case "unsure":
      return undefined;
  }
}

/** In a here-document no line of what is put in may be the one that ends it. */
function endsHeredoc(quoted: string, { line }: ShellPlace, mark: string): boolean {
  return line !== undefined && (quoted.includes("\n") || isHeredocEnd(line, quoted, mark));
}

/**
 * Plain data, written so that the shell reads exactly it at that place; `undefined` where that is impossible.
 * @param mark what stands where other things are put in
 */
export function quoteData(data: string, place: ShellPlace, mark: string): string | undefined {
  // Backticks take a backslash away before anything else is read.
  const isLost = place.isInBackticks && !/^[A-Za-z0-9_/:=.,@%+ -]*$/.test(data);
  const quoted = isLost ? undefined : quoteIn(data, place.context, place);
  return quoted === undefined || endsHeredoc(quoted, place, mark) ? undefined : quoted;
}

function quoteVariableIn(name: string, context: ShellContext): string | undefined {
  switch (context) {
    case "plain":
      return `"$${name}"`;
    case "double":
    case "heredoc":
    case "comment":
      return `\${${name}}`;
    case "single":
    case "ansi":
    case "literal-heredoc":
    case "expansion":
    case "arithmetic":
    case "unsure":
      return undefined;
  }
}

/**
 * A variable, written so that the shell reads its value as one piece; `undefined` where it would not.
 * @param mark what stands where other things are put in
 */
export function quoteVariable(name: string, place: ShellPlace, mark: string): string | undefined {
  const quoted = quoteVariableIn(name, place.context);
  return quoted === undefined || endsHeredoc(quoted, place, mark) ? undefined : quoted;
}
