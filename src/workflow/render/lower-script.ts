import type { ExpressionNode } from "../expression/expression.ts";
import type { Script, ScriptPart } from "../expression/script.ts";
import {
  quoteData,
  quoteVariable,
  readShell,
  type ShellContext,
  type ShellState,
  shellContext,
  shellStart,
} from "./shell-quoting.ts";
import { variableName } from "./variable-name.ts";

/** A script as it stands in the file: text without expressions, and the variables it reads them from. */
export interface LoweredScript {
  readonly code: string;
  readonly env: Readonly<Record<string, ExpressionNode>>;
  /** What could not be written safely, in words for the author. */
  readonly refusals: readonly string[];
}

interface Lowering extends LoweredScript {
  readonly shell: ShellState;
}

function addCode(lowering: Lowering, code: string): Lowering {
  return { ...lowering, code: lowering.code + code, shell: readShell(lowering.shell, code) };
}

const contextNames: Readonly<Record<ShellContext, string>> = {
  plain: "plain text",
  double: "double quotes",
  single: "single quotes",
  comment: "a comment",
  heredoc: "a here-document",
  "literal-heredoc": "a quoted here-document",
  expansion: "an expansion",
};

/** Puts in something already quoted; the shell's state behind it is the one before it. */
function addQuoted(lowering: Lowering, quoted: string | undefined, told: string): Lowering {
  if (quoted === undefined) {
    const where = contextNames[shellContext(lowering.shell)];
    const refusal = `${told} stands in ${where}, where the shell would not read it as one piece. Assign it to a variable before.`;
    return { ...lowering, refusals: [...lowering.refusals, refusal] };
  }
  const shell = lowering.shell.heredoc
    ? { ...lowering.shell, line: lowering.shell.line + quoted }
    : { ...lowering.shell, before: quoted.at(-1) ?? lowering.shell.before };
  return { ...lowering, code: lowering.code + quoted, shell };
}

function addExpression(
  lowering: Lowering,
  node: ExpressionNode,
  taken: ReadonlySet<string>,
  identify: Identify,
): Lowering {
  const identity = identify(node);
  const known = Object.entries(lowering.env).find(([, other]) => identify(other) === identity)?.[0];
  const name = known ?? variableName(node, new Set([...taken, ...Object.keys(lowering.env)]));
  const quoted = quoteVariable(name, shellContext(lowering.shell));
  return addQuoted({ ...lowering, env: { ...lowering.env, [name]: node } }, quoted, `The expression ${identity}`);
}

type Identify = (node: ExpressionNode) => string;

/**
 * Takes every expression out of the script into a variable, and quotes what is put in for the place where it stands.
 * @param taken names of variables the step has already
 * @param identify gives equal text for equal expressions
 */
export function lowerScript(script: Script, taken: ReadonlySet<string>, identify: Identify): LoweredScript {
  const add = (lowering: Lowering, part: ScriptPart): Lowering => {
    if (part.kind === "code") {
      return addCode(lowering, part.code);
    }
    if (part.kind === "expression") {
      return addExpression(lowering, part.node, taken, identify);
    }
    return addQuoted(
      lowering,
      quoteData(part.data, shellContext(lowering.shell)),
      `The text ${JSON.stringify(part.data)}`,
    );
  };
  const { code, env, refusals } = script.parts.reduce(add, { code: "", env: {}, refusals: [], shell: shellStart });
  const formed = code.includes("${{")
    ? ["The pieces of the script together form an expression, `${" + "{`. Split them."]
    : [];
  return { code, env, refusals: [...refusals, ...formed] };
}
