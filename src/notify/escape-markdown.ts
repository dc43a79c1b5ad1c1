/** Marks of Markdown and HTML, and the `$` of an expression. */
const marks = /[\\`*_{}[\]()#|<>&~$!"']/g;
/** What makes a list, a rule or a heading out of a line when it stands at its start. */
const lineStart = /^([-+=]|\d+(?=[.)](?:\s|$)))/;

/**
 * One line of text that GitHub Markdown shows as it is: marks become character references, which no parser reads as
 * marks; line breaks become spaces; invisible and direction-changing characters go.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}/gu, "")
    .trim()
    .replace(marks, reference)
    .replace(lineStart, (mark) => [...mark].map(reference).join(""))
    .replace(/@(?=\w)/g, "@<!-- -->")
    .replace(/:\/\//g, ":<!-- -->//");
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
