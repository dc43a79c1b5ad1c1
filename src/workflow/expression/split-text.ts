/** Text and expressions, as they take turns in a value of a file. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  /** `source` is without `${{ }}`, `text` with it. */
  | { readonly kind: "expression"; readonly text: string; readonly source: string };

/**
 * A `}}` in a string ends nothing. A string with a quote in it, `'it''s'`, reads as two: so there is one way to read a
 * text, and none to try again when no `}}` comes.
 */
const expression = /\$\{\{((?:'[^']*'|(?!\}\})[^'])*)\}\}/g;

/** Takes a value of a file apart at its `${{ }}`. One that does not end is text. */
export function splitText(value: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { index, 0: text, 1: source = "" } of value.matchAll(expression)) {
    parts.push({ kind: "text", text: value.slice(at, index) }, { kind: "expression", text, source: source.trim() });
    at = index + text.length;
  }
  parts.push({ kind: "text", text: value.slice(at) });
  return parts.filter(({ text }) => text !== "");
}
