import { findNearest } from "../../errors/did-you-mean.ts";
import { isExpression } from "../expression/expression.ts";
import { isMap, requireGiven, seen } from "./given.ts";
import { permissionScopes } from "./permissions.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

/** What is wrong with a value, to be put behind its name; undefined when nothing is. */
type Check = (value: unknown) => string | undefined;

/** Every option there is, and what it takes where that can be seen. The types say it too; JavaScript has none. */
export type Shape<Options> = { readonly [K in keyof Required<Options>]: Check };

const kindOf = (value: unknown) =>
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

export const condition: Check = (value) =>
  isExpression(value) ? undefined : `is ${seen(value)}. Write an expression: always(), eq(github.refName, "main"), ….`;

export const ignores: Check = (value) =>
  Array.isArray(value) && value.every(isMap)
    ? undefined
    : `is ${seen(value)}. Write a list: [{ audit: "artipacked", why: "pushes a tag" }].`;

export const words: Check = (value) =>
  typeof value === "string" && value.trim() !== "" ? undefined : `is ${seen(value)}. Write text.`;

/** What would end a line, or is a path or no name at all on one of the systems that files are checked out on. */
const unnameable = /[\\/:*?"<>|\p{Cc}\p{Zl}\p{Zp}]/u;

/** A file is written under it, so it must not lead to another folder. */
export const fileName: Check = (value) =>
  words(value) === undefined && !unnameable.test(String(value))
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

export const triggers: Check = (value) => {
  const write = 'Write { push: { branches: ["main"] } }, or [trigger("push")].';
  if (Array.isArray(value)) return listOf(["trigger"], write.slice("Write ".length, -1))(value);
  if (typeof value !== "object" || value === null) return `is ${seen(value)}. ${write}`;
  const stranger = Object.entries(value).find(([, each]) => each !== undefined && typeof each !== "object");
  return stranger && `has ${stranger[0]}: ${seen(stranger[1])}. ${write}`;
};

const letters = (name: string) => name.replace(/[^a-z]/gi, "").toLowerCase();

function unknownOption(owner: string, name: string, known: readonly string[]): string {
  const meant = known.find((each) => letters(each) === letters(name));
  return `The ${owner} has no option ${JSON.stringify(name)}${meant ? `: write ${meant}.` : `. It takes ${known.join(", ")}.`}`;
}

/**
 * Refuses what the types would have refused; without them it would be dropped without a word.
 * @param owner whose options they are: `job "test"`
 * @throws WorkflowDefinitionError with everything that is wrong with them
 */
export function refuseShape<Options extends object>(owner: string, options: object, shape: Shape<Options>): void {
  requireGiven(isMap(options), `What ${owner} is given`, options, "its options: { … }");
  const checks = new Map<string, Check>(Object.entries<Check>(shape));
  const problems = Object.entries(options).flatMap(([name, value]) => {
    const check = checks.get(name);
    if (check === undefined) return value === undefined ? [] : [unknownOption(owner, name, [...checks.keys()])];
    const wrong = check(value);
    return wrong === undefined ? [] : [`\`${name}\` of ${owner} ${wrong}`];
  });
  if (problems.length > 0) {
    throw new WorkflowDefinitionError(problems.join(" "));
  }
}
