/** Marks of Markdown and HTML, and the `$` of an expression. */
const marks = /[\\`*_{}[\]()#|<>&~$!"']/g;
const lineStart = /^(\s*)([-+=]|\d+(?=[.)]))/;

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
    .replace(lineStart, (_, space: string, mark: string) => `${space}${[...mark].map(reference).join("")}`)
    .replace(/@(?=\w)/g, "@<!-- -->")
    .replace(/:\/\//g, ":<!-- -->//");
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
