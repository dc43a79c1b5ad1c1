import { unquoteHeredocs } from "./heredocs.ts";
import { normalText } from "./normal-form.ts";

/** Variables of a step that were made for expressions of its script: by name, the expression in `${{ }}`. */
export type Lifted = Readonly<Record<string, string>>;

/** Every way in which a script reads a variable that was made for it. */
function formsOf(name: string): readonly string[] {
  return [
    `'"\${${name}}"'`,
    `eval "$${name}"`,
    `\${env:${name}}`,
    `" + __import__("os").environ["${name}"] + "`,
    `' + __import__("os").environ["${name}"] + '`,
    `\${${name}}`,
    `%${name}%`,
  ];
}

/** Puts the expressions back where their variables stand. */
function unlift(script: string, lifted: Lifted): string {
  return Object.entries(lifted).reduce((text, [name, value]) => {
    // `"$X"` is how a value in plain text is written; `"${X}"` stood in quotes before.
    const quoted = text.replaceAll(`"$${name}"`, (match, at: number) =>
      text.slice(0, at).endsWith("eval ") ? match : value,
    );
    return formsOf(name).reduce((inner, form) => inner.replaceAll(form, () => value), quoted);
  }, script);
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
  const whole = unlift(String(script ?? ""), lifted);
  return normalText(tidy(isPosix ? unquoteHeredocs(whole) : whole));
}
