import type { ExpressionNode } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import { splitText, type TextPart } from "../expression/split-text.ts";
import { readPieces } from "../render/read-shell.ts";
import type { ShellPlace } from "../render/shell-reading.ts";
import { variableName } from "../render/variable-name.ts";
import { type Code, call, literal } from "./code.ts";
import { type ExpressionPlace, expressionCode, sourceOf } from "./expression-code.ts";
import { unquoteHeredocs } from "./heredocs.ts";
import { splitUnfit } from "./print-template.ts";
import { placeVariable, type Shell } from "./shell-variables.ts";
import { anyType } from "./value-type.ts";

/** A script as TypeScript, and the variables it reads beside those that `sh` makes by itself. */
export interface ScriptCode {
  readonly code: Code;
  readonly env: Readonly<Record<string, Code>>;
}

export interface ScriptPlace extends ExpressionPlace {
  readonly shell: Shell;
  /** Names of variables that the step, its job or the workflow has already. */
  readonly taken: ReadonlySet<string>;
  /** The expression with its references resolved, for the name of its variable. */
  nameNode(node: ExpressionNode): ExpressionNode;
  /** The values the expression can have, where they are known. */
  valuesOf(node: ExpressionNode): readonly string[] | undefined;
}

interface Draft {
  readonly pieces: readonly string[];
  readonly values: readonly Code[];
  readonly env: Readonly<Record<string, Code>>;
  /** By variable, the expression it carries. */
  readonly carried: Readonly<Record<string, string>>;
}

const emptyDraft: Draft = { pieces: [""], values: [], env: {}, carried: {} };

function addText(draft: Draft, text: string): Draft {
  const pieces = [...draft.pieces.slice(0, -1), `${draft.pieces.at(-1) ?? ""}${text}`];
  return { ...draft, pieces };
}

function addValue(draft: Draft, value: Code): Draft {
  return { ...draft, pieces: [...draft.pieces, ""], values: [...draft.values, value] };
}

/** Names that the script uses itself; a variable of ours under one of them would change what it means. */
function namesIn(script: string): ReadonlySet<string> {
  return new Set(script.replace(/\$\{\{[\s\S]*?\}\}/g, "").match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []);
}

interface Lift {
  readonly node: ExpressionNode;
  readonly name: string;
  /** Whether `sh` would give it that name by itself. */
  readonly isOwn: boolean;
  /** What the shell reads at its place; `undefined` for shells we cannot read. */
  readonly shellPlace: ShellPlace | undefined;
  /** The whole script on both sides, with a word for each other value. */
  readonly before: string;
  readonly after: string;
}

/** Puts a variable of a given name in, set in the step's `env`. */
function addNamed(draft: Draft, { node, name }: Lift, text: string, place: ScriptPlace): Draft {
  const { code } = expressionCode(node, anyType, place);
  const next = addText(draft, text);
  return { ...next, env: { ...next.env, [name]: code }, carried: { ...next.carried, [name]: sourceOf(node) } };
}

function lift(draft: Draft, given: Lift, place: ScriptPlace): Draft {
  const { node, name, isOwn } = given;
  const { notes, form } = placeVariable({ ...given, shell: place.shell, values: place.valuesOf(node) });
  for (const message of notes) {
    place.note(message);
  }
  switch (form.kind) {
    case "value":
      return isOwn
        ? {
            ...addValue(draft, expressionCode(node, anyType, place).code),
            carried: { ...draft.carried, [name]: sourceOf(node) },
          }
        : addNamed(draft, given, given.shellPlace?.context === "plain" ? `"$${name}"` : `\${${name}}`, place);
    case "split": {
      const opened = addText(draft, `'"`);
      return addText(addNamed(opened, given, `\${${name}}`, place), `"'`);
    }
    case "text":
      return addNamed(draft, given, form.text, place);
    default:
      place.unexpressed(form.message);
      return addNamed(draft, given, form.text, place);
  }
}

function nameFor(node: ExpressionNode, draft: Draft, place: ScriptPlace, used: ReadonlySet<string>) {
  const source = sourceOf(node);
  const known = Object.entries(draft.carried).find(([, carried]) => carried === source)?.[0];
  if (known !== undefined) {
    return { name: known, isOwn: !Object.hasOwn(draft.env, known) };
  }
  const own = variableName(place.nameNode(node), new Set(Object.keys(draft.carried)));
  const isFree = !place.taken.has(own) && !used.has(own) && place.shell.kind === "posix";
  const name = isFree
    ? own
    : variableName(place.nameNode(node), new Set([...Object.keys(draft.carried), ...place.taken, ...used]));
  return { name, isOwn: isFree };
}

/** Stands for a value in the text around another one. */
const someWord = "VALUE";

/** What stands around each expression, and what the shell reads there. */
function sitesOf(
  parts: readonly TextPart[],
  isPosix: boolean,
): readonly Pick<Lift, "shellPlace" | "before" | "after">[] {
  const pieces = [""];
  for (const part of parts) {
    if (part.kind === "text") {
      pieces.push(`${pieces.pop() ?? ""}${part.text}`);
    } else {
      pieces.push("");
    }
  }
  const places = isPosix ? readPieces(pieces) : [];
  return pieces.slice(1).map((_, index) => ({
    shellPlace: places[index],
    before: pieces.slice(0, index + 1).join(someWord),
    after: pieces.slice(index + 1).join(someWord),
  }));
}

function draftOf(script: string, place: ScriptPlace): Draft {
  const used = namesIn(script);
  const parts = splitText(script);
  const sites = sitesOf(parts, place.shell.kind === "posix")[Symbol.iterator]();
  return parts.reduce((draft, part) => {
    if (part.kind === "text") {
      return addText(draft, part.text);
    }
    const node = parseExpression(part.source);
    const site = sites.next().value ?? { shellPlace: undefined, before: "", after: "" };
    return lift(draft, { node, ...nameFor(node, draft, place, used), ...site }, place);
  }, emptyDraft);
}

/** `'${X}'` in single quotes becomes `"${X}"`, not `''"${X}"''`. */
function tidy({ pieces, ...rest }: Draft): Draft {
  return { ...rest, pieces: pieces.map((piece) => piece.replace(/''"(\$\{\w+\})"''/g, '"$1"')) };
}

/** Pieces that the template cannot hold go in as spliced scripts. */
function templateCode({ pieces, values }: Draft): Code {
  const split = pieces.map(splitUnfit);
  const all: string[] = [];
  const between: Code[] = [];
  for (const [index, parts] of split.entries()) {
    for (const [at, part] of parts.entries()) {
      if (at % 2 === 0) {
        all.push(part);
      } else {
        between.push(call("script", literal(part)));
      }
    }
    const value = values[index];
    if (value !== undefined) {
      between.push(value);
    }
  }
  return { kind: "template", tag: "sh", pieces: all, values: between };
}

/** A script of the file: every expression in it becomes a variable, none stays in the text. */
export function scriptCode(script: string, place: ScriptPlace): ScriptCode {
  const isPosix = place.shell.kind === "posix";
  const draft = tidy(draftOf((isPosix ? unquoteHeredocs(script) : script).replace(/\s+$/, ""), place));
  return { code: templateCode(draft), env: draft.env };
}
