import { requireGiven } from "../model/given.ts";
import { WorkflowDefinitionError } from "../model/workflow-definition-error.ts";
import { dedent } from "./dedent.ts";
import { type Expression, type ExpressionNode, isExpression, present, type StepScope } from "./expression.ts";

declare const scriptBrand: unique symbol;

export type ScriptPart =
  /** Shell code, as the author wrote it. */
  | { readonly kind: "code"; readonly code: string }
  /** Plain data, to be quoted. */
  | { readonly kind: "data"; readonly data: string }
  /** A value GitHub computes: it reaches the script in an environment variable, never in its text. */
  | { readonly kind: "expression"; readonly node: ExpressionNode };

/** A shell script. Made only by {@link sh} and {@link script}, so that no string with an expression in it can become one. */
export interface Script {
  readonly kind: "script";
  readonly parts: readonly ScriptPart[];
  readonly [scriptBrand]?: true;
}

type ScriptValue = string | number | boolean | Script | Expression<unknown, StepScope>;

const isScript = (value: unknown): value is Script =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "script";

function toParts(value: ScriptValue): readonly ScriptPart[] {
  if (isExpression(value)) {
    return [{ kind: "expression", node: value.node }];
  }
  requireGiven(
    isScript(value) || ["string", "number", "boolean"].includes(typeof value),
    "A value of a script",
    value,
    "an expression, text, a number or another script",
  );
  return isScript(value) ? value.parts : [{ kind: "data", data: String(value) }];
}

function refuseExpression(code: string): string {
  if (code.includes("${{")) {
    throw new WorkflowDefinitionError(
      `A script holds a written-out expression: ${JSON.stringify(code.slice(code.indexOf("${{")).slice(0, 60))}. ` +
        "Put the expression in as a value, sh`… ${value}`, so that it reaches the shell as a variable.",
    );
  }
  return code;
}

/**
 * A shell script (bash). Expressions go in by value and arrive in an environment variable, quoted; strings and numbers
 * are quoted as data; other scripts are spliced in. What the template says reaches the shell as written, except that
 * the JavaScript escapes of a backtick and of `${` are undone. Lines lose their common indentation.
 * @example run("verify", sh`cosign verify ${image.outputs.ref}`)
 * @throws WorkflowDefinitionError when the template itself contains an expression of GitHub's
 */
export function sh(strings: TemplateStringsArray, ...values: readonly ScriptValue[]): Script {
  requireGiven(
    Array.isArray(strings?.raw),
    "What sh is given",
    strings,
    "a template: sh`npm test`, or script(command) for text that came from elsewhere",
  );
  const parts: ScriptPart[] = [];
  for (const [index, raw] of dedent(strings.raw).entries()) {
    const value = values[index];
    parts.push({ kind: "code", code: refuseExpression(raw.replace(/\\(`|\$\{)/g, "$1")) });
    if (index < values.length) {
      parts.push(...toParts(present(value, raw)));
    }
  }
  return { kind: "script", parts };
}

/**
 * A script from text that came from elsewhere, such as a command in a blueprint's options. It is run as it is.
 * @throws WorkflowDefinitionError when it contains an expression of GitHub's
 */
export function script(code: string): Script {
  requireGiven(typeof code === "string", "What script(…) takes", code, "a command as text");
  return { kind: "script", parts: [{ kind: "code", code: refuseExpression(dedent([code])[0] ?? "") }] };
}

/** Scripts one after the other, a line each. */
export function lines(...scripts: readonly Script[]): Script {
  for (const each of scripts) {
    requireGiven(isScript(each), "What lines(…) takes", each, "scripts: lines(sh`…`, sh`…`)");
  }
  const newline: ScriptPart = { kind: "code", code: "\n" };
  return { kind: "script", parts: scripts.flatMap(({ parts }, index) => (index > 0 ? [newline, ...parts] : parts)) };
}
