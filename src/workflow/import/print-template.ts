import type { Code } from "./code.ts";

type Template = Extract<Code, { kind: "template" }>;

/** In `sh` a backslash is one; only a backtick and `${` are escaped. In `text` it is JavaScript's own escape. */
function escapePiece(piece: string, tag: Template["tag"]): string {
  const slashed = tag === "sh" ? piece : piece.replace(/\\/g, "\\\\").replace(/\r/g, "\\r");
  return slashed.replace(/`|\$\{/g, "\\$&");
}

/**
 * The pieces as the raw strings of a tagged template; what the tag sees when the printed text runs.
 */
export function rawPieces({ tag, pieces }: Template): readonly string[] {
  // JavaScript reads every line end in a template as a line feed.
  return pieces.map((piece) => escapePiece(piece, tag).replace(/\r\n?/g, "\n"));
}

/**
 * The text, with what `sh` cannot hold at the odd places: a backslash right before a backtick or `${`, which would be
 * taken for an escape, and a carriage return (with the backslashes before it), which JavaScript reads as a line feed.
 */
export function splitUnfit(piece: string): readonly string[] {
  return piece.split(/(\\*\r+|\\+(?:`|\$\{)|\\+$)/);
}

/** A template; a script of several lines stands between its backticks, indented with what is around it. */
export function printTemplate(code: Template, depth: number, print: (value: Code) => string): string {
  const indent = "  ".repeat(depth + 1);
  const body = rawPieces(code)
    .map((piece, index) => {
      const value = code.values[index];
      return value === undefined ? piece : `${piece}\${${print(value)}}`;
    })
    .join("");
  if (code.tag !== "sh" || !body.includes("\n")) {
    return `${code.tag}\`${body}\``;
  }
  const lines = body.split("\n").map((line) => (line === "" ? "" : `${indent}${line}`));
  return `sh\`\n${lines.join("\n")}\n${"  ".repeat(depth)}\``;
}
