import { readPieces } from "../render/read-shell.ts";
import type { ShellContext, ShellPlace } from "../render/shell-reading.ts";
import { unquoteHeredocs } from "./heredocs.ts";
import { normalText } from "./normal-form.ts";

/** Variables of a step that were made for expressions of its script: by name, the expression in `${{ }}`. */
export type Lifted = Readonly<Record<string, string>>;

/** Every way in which a script of a shell that we cannot read reads a variable that was made for it. */
function formsOf(name: string): readonly string[] {
  return [
    `\${env:${name}}`,
    `" + __import__("os").environ["${name}"] + "`,
    `' + __import__("os").environ["${name}"] + '`,
    `\${${name}}`,
    `%${name}%`,
  ];
}

function unliftForms(script: string, lifted: Lifted): string {
  return Object.entries(lifted).reduce(
    (text, [name, value]) => formsOf(name).reduce((inner, form) => inner.replaceAll(form, () => value), text),
    script,
  );
}

/** `'"${X}"'` leaves single quotes, `"$X"` is how a value in plain text is written, `${X}` stood in quotes before. */
const posixForm = /'"\$\{(\w+)\}"'|"\$(\w+)"|\$\{(\w+)\}/g;

const readWithin: readonly ShellContext[] = ["plain", "double", "heredoc", "comment", "expansion", "arithmetic"];

/** Whether the shell reads the variable there as what stood there before. */
function isRead(form: string, context: ShellContext | undefined): boolean {
  const isIn = (contexts: readonly ShellContext[]) => context !== undefined && contexts.includes(context);
  return isIn(form.startsWith("'") ? ["single"] : form.startsWith('"') ? ["plain"] : readWithin);
}

/** `eval "$X"` as a whole line is how a value that is a command of its own is written. */
function withoutEval(before: string, form: string, after: string, place: ShellPlace | undefined): string {
  const isLine = form.startsWith('"') && /^[ \t]*(?:\n|$)/.test(after) && place?.isInArray !== true;
  return isLine ? before.replace(/((?:^|[^\\]\n|^\n)[ \t]*)eval $/, "$1") : before;
}

function unliftPosix(script: string, lifted: Lifted): string {
  const found = [...script.matchAll(posixForm)].filter(([, a, b, c]) => Object.hasOwn(lifted, a ?? b ?? c ?? ""));
  const starts = found.map(({ index }) => index);
  const ends = found.map(({ index, 0: form }) => index + form.length);
  const pieces = [0, ...ends].map((from, index) => script.slice(from, starts[index] ?? script.length));
  const places = readPieces(pieces);
  const parts = found.flatMap(([form, a, b, c], index) => {
    const [before = "", after = ""] = [pieces[index], pieces[index + 1]];
    const value = lifted[a ?? b ?? c ?? ""] ?? form;
    return isRead(form, places[index]?.context)
      ? [withoutEval(before, form, after, places[index]), value]
      : [before, form];
  });
  return [...parts, pieces.at(-1) ?? ""].join("");
}

/** Common indentation, blank ends and the kind of quotes around a lone expression do not matter. */
function tidy(script: string): string {
  const lines = script
    .replace(/\r\n/g, "\n")
    .replace(/\s+$/, "")
    .replace(/^(?:[ \t]*\n)+/, "")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const width = Math.min(...indents, Number.POSITIVE_INFINITY);
  const text = lines.map((line) => (line.trim() === "" ? "" : line.slice(width))).join("\n");
  return text
    .replace(/'(\$\{\{[^'"\n]*?\}\})'/g, '"$1"')
    .replace(/'(\$\{\{(?:[^'\n}]|'[^'\n]*'|\}(?!\}))*\}\})'/g, '"$1"');
}

/** A script with the expressions in their old places, canonical. */
export function normalScript(script: unknown, lifted: Lifted, isPosix: boolean): string {
  const text = String(script ?? "");
  const whole = isPosix ? unliftPosix(text, lifted) : unliftForms(text, lifted);
  return normalText(tidy(isPosix ? unquoteHeredocs(whole) : whole));
}
