import type { Path } from "../check/workflow-view.ts";
import type { ActionCode } from "./action-code.ts";
import { type Code, call, data, isEmpty, literal, object } from "./code.ts";
import { expressionPlace, type JobScope, withReferences } from "./job-scope.ts";
import { scriptCode } from "./script-code.ts";
import type { Section } from "./section.ts";
import type { Shell } from "./shell-variables.ts";
import { hasExpression, soleExpression } from "./template-text.ts";
import { conditionOf, recordCode, textValue, valueCode } from "./value-code.ts";
import { booleanType, numberType } from "./value-type.ts";

export interface StepContext {
  readonly id: string;
  readonly index: number;
  readonly scope: JobScope;
  /** What is read of it. */
  readonly outputs: ReadonlySet<string>;
  readonly actions: ReadonlyMap<string, ActionCode>;
  /** What runs the script of a step that says this of its shell. */
  shellFor(shell: unknown): Shell;
  /** Variables of the job and the workflow. */
  readonly taken: ReadonlySet<string>;
  /** What `matrix` can hold under a key. */
  matrixValues(key: string): readonly string[] | undefined;
}

interface StepFields {
  readonly options: Readonly<Record<string, Code | undefined>>;
  readonly env: Code | undefined;
}

function place(context: StepContext, path: Path) {
  return expressionPlace(context.scope, path, context.index);
}

function stepOptions(section: Section, context: StepContext): StepFields {
  const at = (key: string) => place(context, section.at(key));
  const optional = (key: string, make: (value: unknown) => Code | undefined) => {
    const value = section.take(key);
    return value === undefined || value === null ? undefined : make(value);
  };
  section.take("id");
  const condition = optional("if", (value) => conditionOf(value, at("if")));
  const isLost = section.fields.if !== undefined && section.fields.if !== null && condition === undefined;
  if (isLost) {
    const told = `${JSON.stringify(section.fields.if)} always holds: text stands around its expression. Write one expression.`;
    context.scope.report.unexpressed(section.at("if"), told);
  }
  return {
    options: {
      name: optional("name", (value) => textValue(value, at("name"))),
      if: condition,
      continueOnError: optional("continue-on-error", (value) => valueCode(value, at("continue-on-error"), booleanType)),
      timeoutMinutes: optional("timeout-minutes", (value) => valueCode(value, at("timeout-minutes"), numberType)),
    },
    env: optional("env", (value) => recordCode(value, at("env"))),
  };
}

function join(env: Code | undefined, more: Readonly<Record<string, Code>>): Code | undefined {
  const entries = env?.kind === "object" ? env.entries : [];
  const added = Object.entries(more).map(([key, value]) => ({ key, value }));
  const all = [...entries, ...added];
  return all.length > 0 ? { kind: "object", entries: all } : undefined;
}

function envNames(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function runCode(section: Section, context: StepContext): Code {
  const { options, env } = stepOptions(section, context);
  const shell = section.take("shell");
  const directory = section.take("working-directory");
  const path = section.at("run");
  const isComputed = hasExpression(shell);
  if (isComputed) {
    context.scope.report.unexpressed(
      section.at("shell"),
      "A shell that is computed is not known to tidegate; it is not imported.",
    );
  }
  const made = scriptCode(String(section.take("run") ?? ""), {
    ...place(context, path),
    shell: context.shellFor(shell),
    taken: new Set([...context.taken, ...envNames(section.fields.env)]),
    nameNode: (node) => withReferences(node, context.scope, context.index),
    valuesOf: (node) =>
      node.kind === "context" && node.path.length === 2 && node.path[0] === "matrix"
        ? context.matrixValues(node.path[1] ?? "")
        : undefined,
    unexpressed: (message) => context.scope.report.unexpressed(path, message),
  });
  const all = object({
    ...options,
    env: join(env, made.env),
    shell: shell === undefined || isComputed ? undefined : literal(String(shell)),
    workingDirectory:
      directory === undefined ? undefined : textValue(directory, place(context, section.at("working-directory"))),
    outputs: context.outputs.size > 0 ? data([...context.outputs]) : undefined,
  });
  return call("run", literal(context.id), made.code, ...(isEmpty(all) ? [] : [all]));
}

function inputCode(value: unknown, path: Path, context: StepContext): Code {
  const isText = typeof value === "string" && soleExpression(value) === undefined;
  return isText || value === null ? textValue(value, place(context, path)) : valueCode(value, place(context, path));
}

function usesCode(section: Section, context: StepContext): Code | undefined {
  const uses = String(section.take("uses"));
  const action = context.actions.get(uses);
  if (action === undefined) {
    return undefined;
  }
  const { options, env } = stepOptions(section, context);
  const inputs = section.section("with");
  const given = Object.entries(inputs.fields).map(([name, value]) => [
    action.inputs.get(name.toLowerCase()) ?? name,
    inputCode(value, inputs.at(name), context),
  ]);
  const withCode = object(Object.fromEntries(given));
  const all = object({ ...options, env });
  const args = isEmpty(all) ? (isEmpty(withCode) ? [] : [withCode]) : [withCode, all];
  return call("uses", literal(context.id), action.code, ...args);
}

/** One step. `undefined` when it is of a kind that the layer does not have; that is reported. */
export function stepCode(section: Section, context: StepContext): Code | undefined {
  const { fields } = section;
  const made =
    fields.run !== undefined
      ? runCode(section, context)
      : fields.uses !== undefined
        ? usesCode(section, context)
        : undefined;
  if (made === undefined) {
    context.scope.report.unexpressed(
      section.path,
      "The step neither runs a script nor uses an action; it is not imported.",
    );
    return undefined;
  }
  section.close();
  return made;
}
