import { WorkflowDefinitionError } from "../model/workflow-definition-error.ts";

/** A piece of an expression in GitHub's language. */
export type Token =
  | { readonly kind: "string" | "name" | "symbol"; readonly text: string }
  | { readonly kind: "number"; readonly text: string; readonly value: number };

const patterns = [
  ["space", /[ \t\r\n]+/y],
  ["string", /'(?:[^']|'')*'/y],
  ["number", /[+-]?(?:0x[0-9A-Fa-f]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|Infinity)(?![A-Za-z0-9_-])/y],
  ["name", /[A-Za-z_][A-Za-z0-9_-]*/y],
  ["symbol", /&&|\|\||==|!=|<=|>=|[!<>()[\].,*]/y],
] as const;

function toNumber(text: string): number {
  const unsigned = text.replace(/^[+-]/, "");
  return text.startsWith("-") ? -Number(unsigned) : Number(unsigned);
}

function toToken(kind: Token["kind"], text: string): Token {
  switch (kind) {
    case "number":
      return { kind, text, value: toNumber(text) };
    case "string":
      return { kind, text: text.slice(1, -1).replaceAll("''", "'") };
    default:
      return { kind, text };
  }
}

/** A dot begins a number only where no name, bracket or star stands before it. */
function isPropertyDot(tokens: readonly Token[], source: string, at: number): boolean {
  const before = tokens.at(-1);
  const closes = before?.kind === "name" || (before?.kind === "symbol" && /^[)\]*]$/.test(before.text));
  return source[at] === "." && closes;
}

/** @throws WorkflowDefinitionError at a character that the language does not have */
export function tokenizeExpression(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const usable = isPropertyDot(tokens, source, at) ? patterns.filter(([kind]) => kind === "symbol") : patterns;
    const found = usable.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const text = pattern.exec(source)?.[0];
      return text === undefined ? [] : [{ kind, text }];
    })[0];
    if (!found) {
      throw new WorkflowDefinitionError(
        `${JSON.stringify(source)} is not an expression: ${JSON.stringify(source.slice(at, at + 20))} cannot be read.`,
      );
    }
    if (found.kind !== "space") {
      tokens.push(toToken(found.kind, found.text));
    }
    at += found.text.length;
  }
  return tokens;
}
