import type { ExpressionNode } from "../expression/expression.ts";
import type { ShellPlace } from "../render/shell-reading.ts";
import { sourceOf } from "./expression-code.ts";

/** How a script is run, as far as it matters for reading a variable. `mixed`: by one shell here, by another there. */
export type Shell = { readonly kind: "posix" | "powershell" | "cmd" | "python" | "mixed" | "other" };

interface VariableSite {
  readonly node: ExpressionNode;
  readonly name: string;
  /** What the shell reads there; `undefined` for shells we cannot read. */
  readonly shellPlace: ShellPlace | undefined;
  readonly shell: Shell;
  /** The text on both sides. */
  readonly before: string;
  readonly after: string;
  /** The values it can have, where they are known. */
  readonly values: readonly string[] | undefined;
}

/**
 * How an expression is replaced. `value`: `sh` quotes it; `split`: single quotes are closed around it; `text`: by that
 * text; `none`: nothing says the same, the text is the best there is.
 */
export type VariableForm =
  | { readonly kind: "value" | "split" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none"; readonly text: string; readonly message: string };

export interface PlacedVariable {
  readonly form: VariableForm;
  /** What the reader should know. */
  readonly notes: readonly string[];
}

/** Contexts whose fields are one word each, never empty and never several. */
const singleWords =
  /^(?:github\.(?:sha|ref|ref_name|ref_type|repository|repository_owner|repository_id|actor|triggering_actor|run_id|run_number|run_attempt|event_name|workspace|server_url|api_url|token|event\.(?:number|action|pull_request\.(?:number|(?:head|base)\.(?:sha|ref|repo\.full_name))|issue\.number|release\.tag_name|repository\.default_branch))|runner\.(?:os|arch|temp|tool_cache|name)|strategy\..*|job\.status|secrets\..*|(?:steps|needs)\.[^.]+\.(?:outcome|conclusion|result))$/i;

function isSingleWord(node: ExpressionNode, values: readonly string[] | undefined): boolean {
  if (values) {
    return values.every((value) => /^[^\s*?[\]]+$/.test(value));
  }
  if (node.kind === "operator" && ["==", "!=", "<", "<=", ">", ">="].includes(node.operator)) {
    return true;
  }
  return (
    node.kind === "not" || node.kind === "status" || (node.kind === "context" && singleWords.test(node.path.join(".")))
  );
}

const isAssignment = (before: string) => /(?:^|[\s;&|({])[A-Za-z_]\w*\+?=[^\s;&|]*$/.test(before);
/** `[[ … ]]` does not split what stands in it. */
const isUnsplit = (before: string) => {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return /\[\[(?!.*\]\])/.test(line);
};
const isCommand = (before: string) => /(?:^|\n|;|&&|\|\||\||\bthen|\bdo|\belse|\$\()[ \t]*$/.test(before);
const isWholeLine = (before: string, after: string) => /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(after);
const hasSyntax = (value: string) => /["'`$&|;<>(){}\\*?#~!]|^\w+=/.test(value);

function placePlain({ node, name, values, ...site }: VariableSite): PlacedVariable {
  const told = `\${{ ${sourceOf(node)} }}`;
  // A line that ends in a backslash goes on in the next.
  const [before, after] = [site.before.replaceAll("\\\n", " "), site.after];
  const isElement = site.shellPlace?.isInArray === true;
  const isCode = values?.some(hasSyntax) ?? (!isElement && isCommand(before) && !isSingleWord(node, values));
  if (isCode && !isElement && isWholeLine(before, after)) {
    const message = `${told} is a command of its own; it is run with eval, as it was before. Give it a script instead.`;
    return { form: { kind: "text", text: `eval "$${name}"` }, notes: [message] };
  }
  if (isCode && values !== undefined) {
    const message = `The values of ${told} have shell syntax in them, which was read as code where it stood. Write that part by hand.`;
    return { form: { kind: "none", text: `\${${name}}`, message }, notes: [] };
  }
  if (isSingleWord(node, values) || (!isElement && isAssignment(before)) || isUnsplit(before)) {
    return { form: { kind: "value" }, notes: [] };
  }
  const message = `${told} stood without quotes: it may be several words, or none, and still is ($${name}). Put it in as a value if it is always one.`;
  return { form: { kind: "text", text: `\${${name}}` }, notes: [message] };
}

const unsureWords: Readonly<Record<"ansi" | "literal-heredoc" | "unsure", string>> = {
  ansi: "in the quotes of $'…', where the shell reads no variable",
  "literal-heredoc": "in a quoted here-document, where the shell reads no variable",
  unsure: "where tidegate cannot tell how the shell reads it",
};

function placeUnsure({ node, name }: VariableSite, context: keyof typeof unsureWords): PlacedVariable {
  const message = `\${{ ${sourceOf(node)} }} stands ${unsureWords[context]}. Assign it to a variable before, and read that.`;
  return { form: { kind: "none", text: `\${${name}}`, message }, notes: [] };
}

function placePosix(site: VariableSite): PlacedVariable {
  const context = site.shellPlace?.context;
  switch (context) {
    case "single":
      return { form: { kind: "split" }, notes: [] };
    case "double":
    case "heredoc":
    case "comment":
      return { form: { kind: "value" }, notes: [] };
    case "plain":
      return placePlain(site);
    case "arithmetic":
    case "expansion":
    case undefined:
      return { form: { kind: "text", text: `\${${site.name}}` }, notes: [] };
    default:
      return placeUnsure(site, context);
  }
}

const openQuote = (before: string) => {
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/"[^"]*"|'[^']*'/g, "");
  return /['"](?=[^'"]*$)/.exec(line)?.[0];
};

function placePowerShell({ node, name, before }: VariableSite): PlacedVariable {
  const text = `\${env:${name}}`;
  if (openQuote(before) === "'") {
    const message = `\${{ ${sourceOf(node)} }} stands in single quotes, where PowerShell reads no variable. Use double quotes.`;
    return { form: { kind: "none", text, message }, notes: [] };
  }
  return { form: { kind: "text", text }, notes: [] };
}

function placePython({ node, name, before, after }: VariableSite): PlacedVariable {
  const quote = openQuote(before);
  const isWhole = quote !== undefined && before.endsWith(quote) && after.startsWith(quote);
  const text = isWhole && quote ? `${quote} + __import__("os").environ["${name}"] + ${quote}` : name;
  const message = `\${{ ${sourceOf(node)} }} stands in Python code that is not a string of its own. Read os.environ["${name}"] there.`;
  return { form: isWhole ? { kind: "text", text } : { kind: "none", text, message }, notes: [] };
}

/** What stands in a script instead of an expression, so that the script does what it did. */
export function placeVariable(site: VariableSite): PlacedVariable {
  const { node, name, shell } = site;
  const told = `\${{ ${sourceOf(node)} }}`;
  switch (shell.kind) {
    case "posix":
      return placePosix(site);
    case "powershell":
      return placePowerShell(site);
    case "cmd":
      return { form: { kind: "text", text: `%${name}%` }, notes: [] };
    case "python":
      return placePython(site);
    case "mixed": {
      const message = `${told} stands in a script that PowerShell runs on Windows and bash elsewhere, and they read variables differently. Set the step's shell.`;
      return { form: { kind: "none", text: `\${${name}}`, message }, notes: [] };
    }
    default: {
      const message = `${told} stands in a script of a shell whose variables tidegate does not know. Read the variable ${name} there.`;
      return { form: { kind: "none", text: name, message }, notes: [] };
    }
  }
}
