import { Lexer } from "yaml";

/** A YAML comment, without its `#`. */
export interface Comment {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Whether nothing else is in its line. */
  readonly isAlone: boolean;
}

/** Put by the lexer before the text of a scalar, which may begin with a `#` of its own. */
const scalarFollows = "\u001f";
const controlTokens = new Set(["\u0002", "\u0018", scalarFollows]);

/** All comments of a YAML text; what looks like one inside a string or a script is none. */
export function findComments(content: string): readonly Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let isAlone = true;
  let previous = "";
  for (const token of new Lexer().lex(content)) {
    if (token.startsWith("#") && previous !== scalarFollows) {
      comments.push({ text: token.slice(1).trim(), line, isAlone });
    }
    const breaks = token.split("\n").length - 1;
    line += breaks;
    isAlone = token.endsWith("\n") || (isAlone && (controlTokens.has(token) || token.trim() === ""));
    previous = token;
  }
  return comments;
}
