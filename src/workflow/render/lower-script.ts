import type { ExpressionNode } from "../expression/expression.ts";
import type { Script, ScriptPart } from "../expression/script.ts";
import { markFor, readShell } from "./read-shell.ts";
import { quoteData, quoteVariable } from "./shell-quoting.ts";
import type { ShellContext, ShellPlace } from "./shell-reading.ts";
import { variableName } from "./variable-name.ts";

/** A script as it stands in the file: text without expressions, and the variables it reads them from. */
export interface LoweredScript {
  readonly code: string;
  readonly env: Readonly<Record<string, ExpressionNode>>;
  /** What could not be written safely, in words for the author. */
  readonly refusals: readonly string[];
}

type Identify = (node: ExpressionNode) => string;
type Value = Exclude<ScriptPart, { kind: "code" }>;

/** What is put into one script, and where. */
interface Site {
  readonly place: ShellPlace;
  readonly mark: string;
}

const contextNames: Readonly<Record<ShellContext, string>> = {
  plain: "plain text",
  double: "double quotes",
  single: "single quotes",
  ansi: "the quotes of `$'…'`",
  comment: "a comment",
  heredoc: "a here-document",
  "literal-heredoc": "a quoted here-document",
  expansion: "an expansion",
  arithmetic: "arithmetic",
  unsure: "unclear text",
};

function refusalOf(told: string, { context, isInBackticks, doubt }: ShellPlace): string {
  if (doubt !== undefined) {
    return `${told} stands behind ${doubt}, where it cannot be told how the shell reads it. Assign it to a variable before.`;
  }
  const where = isInBackticks ? "backticks" : contextNames[context];
  return `${told} stands in ${where}, where the shell would not read it as one piece. Assign it to a variable before.`;
}

/** Puts in something already quoted. */
function addQuoted(lowered: LoweredScript, quoted: string | undefined, told: string, place: ShellPlace): LoweredScript {
  return quoted === undefined
    ? { ...lowered, refusals: [...lowered.refusals, refusalOf(told, place)] }
    : { ...lowered, code: lowered.code + quoted };
}

interface Names {
  readonly taken: ReadonlySet<string>;
  readonly identify: Identify;
}

function addValue(lowered: LoweredScript, value: Value, { place, mark }: Site, { taken, identify }: Names) {
  if (value.kind === "data") {
    return addQuoted(lowered, quoteData(value.data, place, mark), `The text ${JSON.stringify(value.data)}`, place);
  }
  const { node } = value;
  const identity = identify(node);
  const known = Object.entries(lowered.env).find(([, other]) => identify(other) === identity)?.[0];
  const name = known ?? variableName(node, new Set([...taken, ...Object.keys(lowered.env)]));
  const next = { ...lowered, env: { ...lowered.env, [name]: node } };
  return addQuoted(next, quoteVariable(name, place, mark), `The expression ${identity}`, place);
}

/**
 * Takes every expression out of the script into a variable, and quotes what is put in for the place where it stands.
 * @param taken names of variables the step has already
 * @param identify gives equal text for equal expressions
 */
export function lowerScript(script: Script, taken: ReadonlySet<string>, identify: Identify): LoweredScript {
  const texts = script.parts.map((part) => (part.kind === "code" ? part.code : undefined));
  const mark = markFor(texts.map((text) => text ?? ""));
  const { placeAt } = readShell(texts.map((text) => text ?? mark).join(""), mark);
  let lowered: LoweredScript = { code: "", env: {}, refusals: [] };
  let at = 0;
  for (const part of script.parts) {
    lowered =
      part.kind === "code"
        ? { ...lowered, code: lowered.code + part.code }
        : addValue(lowered, part, { place: placeAt(at), mark }, { taken, identify });
    at += part.kind === "code" ? part.code.length : mark.length;
  }
  const { code, env, refusals } = lowered;
  const formed = code.includes("${{")
    ? ["The pieces of the script together form an expression, `${" + "{`. Split them."]
    : [];
  return { code, env, refusals: [...refusals, ...formed] };
}
