import { triggersOf } from "../check/workflow-view.ts";
import { camelCase } from "../expression/camel-case.ts";
import {
  type Code,
  call,
  constant,
  type Declaration,
  data,
  library,
  literal,
  member,
  object,
  typedCall,
} from "./code.ts";
import type { TypedCode } from "./convert.ts";
import type { ExpressionPlace } from "./expression-code.ts";
import type { Names } from "./names.ts";
import type { ImportReport } from "./report.ts";
import { openSection, type Section } from "./section.ts";
import { valueCode } from "./value-code.ts";
import { booleanType, numberType, stringType, typeAmong, type ValueType } from "./value-type.ts";

/** What starts the workflow, and the names its jobs know it by. */
export interface TriggerCodes {
  readonly declarations: readonly Declaration[];
  /** What stands under `on`, without `workflow_call`. */
  readonly on: Code & { readonly kind: "object" };
  /** The constant of `workflow_call`, where there is one. */
  readonly called: string | undefined;
  readonly inputs: ReadonlyMap<string, TypedCode>;
  readonly secrets: ReadonlyMap<string, TypedCode>;
  /** What the workflow gives to its callers; not yet turned into code. */
  readonly outputs: Section | undefined;
}

interface TriggerContext {
  readonly names: Names;
  readonly report: ImportReport;
  readonly place: ExpressionPlace;
}

/** Keys of an event under which a single item may stand for a list. */
export const listFilters = [
  "types",
  "branches",
  "branches-ignore",
  "tags",
  "tags-ignore",
  "paths",
  "paths-ignore",
  "workflows",
  "names",
  "versions",
];

function filterCode(section: Section): Code {
  const entries = listFilters.map((key) => {
    const value = section.take(key);
    const items = Array.isArray(value)
      ? value.map(String)
      : value === undefined || value === null
        ? undefined
        : [String(value)];
    return [camelCase(key), items === undefined ? undefined : data(items)] as const;
  });
  section.close();
  return object(Object.fromEntries(entries));
}

function scheduleCode(path: readonly (string | number)[], value: unknown, report: ImportReport): Code {
  const entries = Array.isArray(value) ? value : [];
  const items = entries.map((entry, index) => {
    const section = openSection([...path, index], entry, report);
    const cron = section.take("cron");
    const timezone = section.take("timezone");
    section.close();
    return object({ cron: data(String(cron)), timezone: timezone === undefined ? undefined : data(timezone) });
  });
  return { kind: "array", items };
}

const inputTypes: Readonly<Record<string, ValueType>> = { boolean: booleanType, number: numberType };

function defaultCode(value: unknown, type: string, place: ExpressionPlace): Code | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (type === "boolean" && (value === "true" || value === "false")) {
    return literal(value === "true");
  }
  if (type === "number" && typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value))) {
    return literal(Number(value));
  }
  const isText = type !== "boolean" && type !== "number";
  return isText && typeof value !== "string"
    ? literal(String(value))
    : valueCode(value, place, inputTypes[type] ?? stringType);
}

interface InputCode {
  readonly code: Code;
  readonly type: ValueType;
}

function inputCode(section: Section, place: ExpressionPlace): InputCode {
  const type = String(section.take("type") ?? "string");
  const options = section.take("options");
  const list = Array.isArray(options) ? options.map(String) : [];
  const required = section.take("required");
  const code = call(
    "input",
    object({
      description: literal(String(section.take("description") ?? "")),
      required: required === true ? literal(true) : undefined,
      options: type === "choice" ? data(list) : undefined,
      default: defaultCode(section.take("default"), type, place),
    }),
  );
  section.close();
  const typed = typedCall(library("input", type), undefined, code.kind === "call" ? code.args : []);
  return { code: typed, type: type === "choice" ? typeAmong(list) : (inputTypes[type] ?? stringType) };
}

function inputCodes(section: Section, place: ExpressionPlace, report: ImportReport): ReadonlyMap<string, InputCode> {
  return new Map(
    Object.entries(section.fields).map(([name, value]) => [
      name,
      inputCode(openSection(section.at(name), value, report), place),
    ]),
  );
}

function toObject(codes: ReadonlyMap<string, InputCode>): Code {
  return object(Object.fromEntries([...codes].map(([name, { code }]) => [name, code])));
}

function references(owner: string, codes: ReadonlyMap<string, InputCode>): readonly (readonly [string, TypedCode])[] {
  return [...codes].map(([name, { type }]) => [
    name.toLowerCase(),
    { code: member(constant(owner), "inputs", name), type },
  ]);
}

function dispatchCode(section: Section, { names, place, report }: TriggerContext) {
  const codes = inputCodes(section.section("inputs"), place, report);
  section.close();
  if (codes.size === 0) {
    return { declarations: [], on: object({}), inputs: [] };
  }
  const name = names.take("dispatch");
  const declaration = { name, code: call("workflowDispatch", toObject(codes)), remarks: [] };
  return { declarations: [declaration], on: constant(name), inputs: references(name, codes) };
}

function callSecrets(section: Section, report: ImportReport): Readonly<Record<string, Code>> {
  return Object.fromEntries(
    Object.entries(section.fields).map(([name, value]) => {
      const secret = openSection(section.at(name), value, report);
      const description = secret.take("description");
      const required = secret.take("required");
      secret.close();
      return [
        name,
        object({
          description: description === undefined || description === null ? undefined : literal(String(description)),
          required: required === true ? literal(true) : undefined,
        }),
      ];
    }),
  );
}

function callCode(section: Section, { names, place, report }: TriggerContext) {
  const codes = inputCodes(section.section("inputs"), place, report);
  const secrets = callSecrets(section.section("secrets"), report);
  const outputs = section.section("outputs");
  section.close();
  const name = names.take("called");
  const options = object({
    inputs: codes.size > 0 ? toObject(codes) : undefined,
    secrets: Object.keys(secrets).length > 0 ? object(secrets) : undefined,
  });
  const secretReferences = Object.keys(secrets).map((secret): [string, TypedCode] => [
    secret.toLowerCase(),
    { code: member(constant(name), "secrets", secret), type: stringType },
  ]);
  return {
    declaration: { name, code: call("workflowCall", ...(options.entries.length > 0 ? [options] : [])), remarks: [] },
    inputs: references(name, codes),
    secrets: secretReferences,
    outputs,
  };
}

const refused = "pull_request_target";

/** @param value what stands under `on` */
export function triggerCodes(value: unknown, context: TriggerContext): TriggerCodes {
  const events = triggersOf(value);
  const on: Record<string, Code> = {};
  const declarations: Declaration[] = [];
  const inputs: (readonly [string, TypedCode])[] = [];
  let called: ReturnType<typeof callCode> | undefined;
  for (const [event, given] of Object.entries(events)) {
    const section = openSection(["on", event], given, context.report);
    if (event === refused) {
      const told = `${refused} gives a stranger's pull request the repository's token; it is not imported. Use pull_request, or split the privileged part off into a workflow_run.`;
      context.report.unexpressed(section.path, told);
    } else if (event === "schedule") {
      on[event] = scheduleCode(section.path, given, context.report);
    } else if (event === "workflow_dispatch") {
      const made = dispatchCode(section, context);
      declarations.push(...made.declarations);
      inputs.push(...made.inputs);
      on[event] = made.on;
    } else if (event === "workflow_call") {
      called = callCode(section, context);
      declarations.push(called.declaration);
      inputs.push(...called.inputs);
    } else {
      on[event] = filterCode(section);
    }
  }
  return {
    declarations,
    on: object(on),
    called: called?.declaration.name,
    inputs: new Map([...inputs].reverse()),
    secrets: new Map(called?.secrets ?? []),
    outputs: called?.outputs,
  };
}
