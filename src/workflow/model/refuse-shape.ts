import { findNearest } from "../../errors/did-you-mean.ts";
import { isExpression } from "../expression/expression.ts";
import { isMap, requireGiven, seen } from "./given.ts";
import { permissionScopes } from "./permissions.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

/** What is wrong with a value, to be put behind its name; undefined when nothing is. */
export type Check = (value: unknown) => string | undefined;

/** Every option there is, and what it takes where that can be seen. The types say it too; JavaScript has none. */
export type Shape<Options> = { readonly [K in keyof Required<Options>]: Check };

export const kindOf = (value: unknown) =>
  typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;

export const anything: Check = () => undefined;

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

export const ofKind =
  (kind: string, write: string): Check =>
  (value) =>
    kindOf(value) === kind ? undefined : `is ${seen(value)}. Write ${write}.`;

export const listOf =
  (kinds: readonly string[], write: string): Check =>
  (value) => {
    if (!Array.isArray(value)) return `is ${seen(value)}. Write ${write}.`;
    const stranger = value.findIndex((item) => !kinds.includes(String(kindOf(item))));
    return stranger < 0 ? undefined : `has ${seen(value[stranger])} in it. Write ${write}.`;
  };

export const names: Check = (value) => {
  const write = 'Write a list of names: ["version"].';
  if (!Array.isArray(value)) return `is ${seen(value)}. ${write}`;
  const stranger = value.findIndex((name) => typeof name !== "string");
  return stranger < 0 ? undefined : `has ${seen(value[stranger])} in it. ${write}`;
};

export const condition: Check = (value) =>
  isExpression(value) ? undefined : `is ${seen(value)}. Write an expression: always(), eq(github.refName, "main"), ….`;

export const ignores: Check = (value) =>
  Array.isArray(value) && value.every(isMap)
    ? undefined
    : `is ${seen(value)}. Write a list: [{ audit: "artipacked", why: "pushes a tag" }].`;

/** Text that may be empty. */
export const anyText: Check = (value) => (typeof value === "string" ? undefined : `is ${seen(value)}. Write text.`);

export const words: Check = (value) =>
  typeof value === "string" && value.trim() !== "" ? undefined : `is ${seen(value)}. Write text that is not empty.`;

/** What would end a line, or is a path or no name at all on one of the systems that files are checked out on. */
const unnameable = /[\\/:*?"<>|\p{Cc}\p{Zl}\p{Zp}]/u;

/** A file is written under it, so it must not lead to another folder. */
export const fileName: Check = (value) =>
  words(value) === undefined && !unnameable.test(String(value)) && !/\.ya?ml$/i.test(String(value))
    ? undefined
    : `is ${seen(value)}. Write a file's name without folders and without .yml: ci.`;

/** The parts of a folder's path below the root of the repository; `undefined` when it may lead out of there. */
export function foldersOf(path: unknown): readonly string[] | undefined {
  const [first, ...rest] = String(path).split("/");
  const isInside = first === "." && !rest.some((name) => name === ".." || unnameable.test(name));
  return isInside ? rest.filter((name) => name !== "" && name !== ".") : undefined;
}

function isPermission(scope: string, value: unknown): boolean {
  if (value === undefined || (value === "read" && scope === "contents")) return true;
  if (typeof value !== "object" || value === null || !("level" in value && "why" in value)) return false;
  return (value.level === "read" || value.level === "write") && words(value.why) === undefined;
}

export const permissions: Check = (value) => {
  if (typeof value !== "object" || value === null) return `is ${seen(value)}. Write { contents: "read" }.`;
  const [unknown] = Object.keys(value).filter((scope) => !Object.hasOwn(permissionScopes, scope));
  if (unknown !== undefined) {
    const scopes = Object.keys(permissionScopes);
    const meant = findNearest(unknown, scopes);
    return `has ${unknown}, which GitHub does not have. ${meant ? `Did you mean ${meant}?` : `It has ${scopes.join(", ")}.`}`;
  }
  const wrong = Object.entries(value).filter(([scope, permission]) => !isPermission(scope, permission));
  const told = wrong.map(([scope, permission]) => `${scope}: ${seen(permission)}`).join(", ");
  return told === "" ? undefined : `has ${told}. Write { level: "write", why: "what for" }, or "read" for contents.`;
};

const letters = (name: string) => name.replace(/[^a-z]/gi, "").toLowerCase();

function unknownOption(name: string, known: readonly string[]): string {
  const same = known.find((each) => letters(each) === letters(name));
  const meant = findNearest(name, known);
  const hint = meant ? `. Did you mean ${meant}?` : `. It takes ${known.join(", ")}.`;
  return `has no option ${JSON.stringify(name)}${same ? `: write ${same}.` : hint}`;
}

interface Misfit {
  /** `undefined` when there is no such option. */
  readonly option: string | undefined;
  readonly told: string;
}

function misfitsOf<Options>(options: object, shape: Shape<Options>): readonly Misfit[] {
  const checks = new Map<string, Check>(Object.entries<Check>(shape));
  return Object.entries(options).flatMap(([name, value]): readonly Misfit[] => {
    const check = checks.get(name);
    if (check === undefined) {
      return value === undefined ? [] : [{ option: undefined, told: unknownOption(name, [...checks.keys()]) }];
    }
    const told = check(value);
    return told === undefined ? [] : [{ option: name, told }];
  });
}

/** The first of a map that has something wrong with it. */
export function within(
  entries: readonly (readonly [string, unknown])[],
  check: (entry: readonly [string, unknown]) => string | undefined,
): string | undefined {
  const [first] = entries.flatMap((entry) => {
    const told = check(entry);
    return told === undefined ? [] : [`has ${entry[0]}, which ${told}`];
  });
  return first;
}

/** Options within an option. */
export const shapedAs =
  <Options>(write: string, shape: Shape<Options>): Check =>
  (value) => {
    if (!isMap(value) || isExpression(value)) return `is ${seen(value)}. Write ${write}.`;
    const told = misfitsOf(value, shape).map((misfit) =>
      misfit.option === undefined ? misfit.told : `has ${misfit.option}, which ${misfit.told}`,
    );
    return told.length === 0 ? undefined : told.join(" It ");
  };

/** A map by names that are the author's. */
export const mapOf =
  (write: string, check: Check): Check =>
  (value) =>
    isMap(value) && !isExpression(value)
      ? within(Object.entries(value), ([, each]) => check(each))
      : `is ${seen(value)}. Write ${write}.`;

const isComposed = (value: unknown) => (typeof value === "object" && value !== null) || typeof value === "function";

/** Environment variables. */
export const variables: Check = mapOf('{ LEVEL: "info" }', (value) =>
  isExpression(value) || !isComposed(value) ? undefined : `is ${seen(value)}. Write text, or an expression.`,
);

/** What may be written as text, too. */
export const textOr =
  (check: Check): Check =>
  (value) =>
    typeof value === "string" || isExpression(value) ? undefined : check(value);

/**
 * Refuses what the types would have refused; without them it would be dropped without a word.
 * @param owner whose options they are: `job "test"`
 * @throws WorkflowDefinitionError with everything that is wrong with them
 */
export function refuseShape<Options extends object>(owner: string, options: object, shape: Shape<Options>): void {
  requireGiven(isMap(options), `What ${owner} is given`, options, "its options: { … }");
  const subject = owner.includes("(") ? owner : `The ${owner.replace(/^the /, "")}`;
  const problems = misfitsOf(options, shape).map(({ option, told }) =>
    option === undefined ? `${subject} ${told}` : `\`${option}\` of ${owner} ${told}`,
  );
  if (problems.length > 0) {
    throw new WorkflowDefinitionError(problems.join(" "));
  }
}

/**
 * @param told what is wrong with it, if something is
 * @throws WorkflowDefinitionError
 */
export function refuseMisfit(owner: string, told: string | undefined): void {
  if (told !== undefined) {
    throw new WorkflowDefinitionError(`${owner} ${told}`);
  }
}
