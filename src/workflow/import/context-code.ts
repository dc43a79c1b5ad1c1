import { camelCase } from "../expression/camel-case.ts";
import { currentJob, github, runner, strategy } from "../expression/contexts.ts";
import { call, library, literal, typedCall } from "./code.ts";
import type { TypedCode } from "./convert.ts";
import { booleanType, numberType, stringType, typeAmong, typeName, type ValueType } from "./value-type.ts";

/** Fields whose values are known to the compiler. */
const known: Readonly<Record<string, ValueType>> = {
  "github.ref_type": typeAmong(["branch", "tag"]),
  "github.ref_protected": booleanType,
  "github.secret_source": typeAmong(["None", "Actions", "Codespaces", "Dependabot"]),
  "runner.os": typeAmong(["Linux", "Windows", "macOS"]),
  "runner.arch": typeAmong(["X86", "X64", "ARM", "ARM64"]),
  "runner.environment": typeAmong(["github-hosted", "self-hosted"]),
  "job.status": typeAmong(["success", "failure", "cancelled"]),
  "strategy.fail-fast": booleanType,
  "strategy.job-index": numberType,
  "strategy.job-total": numberType,
  "strategy.max-parallel": numberType,
};

/** The name that the library has for a field, found by what it reads: `ref_name` → refName, `repositoryUrl` as it is. */
function fieldName(fields: object, name: string): string | undefined {
  return Object.keys(fields).find((key) => key.toLowerCase() === camelCase(name).toLowerCase() && key !== "event");
}

function field(owner: string, fields: object, name: string): TypedCode | undefined {
  const found = fieldName(fields, name);
  const type = known[`${owner === "currentJob" ? "job" : owner}.${name.toLowerCase()}`] ?? stringType;
  return found === undefined ? undefined : { code: library(owner, found), type };
}

function eventCode(path: readonly string[], wanted: ValueType): TypedCode {
  const type = wanted.kind === "any" ? stringType : wanted;
  const callee = library("github", "event");
  const args = path.map((part) => literal(part));
  return { code: typedCall(callee, type.kind === "string" ? undefined : typeName(type), args), type };
}

function named(name: string, path: readonly string[]): TypedCode | undefined {
  const [only, ...more] = path;
  return only === undefined || more.length > 0 || only === "*"
    ? undefined
    : { code: call(name, literal(only)), type: stringType };
}

/** All the jobs that this one waits for: `needs`, `needs.*.result`. */
function needsCode([star, property, ...more]: readonly string[]): TypedCode | undefined {
  if (star === undefined) {
    return { code: library("needs"), type: { kind: "any" } };
  }
  const isEach = star === "*" && property === "result" && more.length === 0;
  return isEach ? { code: call("each", library("needs"), literal(property)), type: { kind: "list" } } : undefined;
}

/** Contexts that mean the same in every job. @param wanted the type of a field of the event, which is the caller's word */
export function contextCode([context = "", ...path]: readonly string[], wanted: ValueType): TypedCode | undefined {
  const [name = "", ...rest] = path;
  switch (context.toLowerCase()) {
    case "github":
      if (name.toLowerCase() === "event") {
        return rest.length > 0 ? eventCode(rest, wanted) : undefined;
      }
      return rest.length === 0 ? field("github", github, name) : undefined;
    case "runner":
      return rest.length === 0 ? field("runner", runner, name) : undefined;
    case "strategy":
      return rest.length === 0 ? field("strategy", strategy, name) : undefined;
    case "job":
      return rest.length === 0 && name.toLowerCase() === "status" ? field("currentJob", currentJob, name) : undefined;
    case "needs":
      return needsCode(path);
    case "secrets":
      return named("secret", path);
    case "vars":
      return named("variable", path);
    case "env":
      return named("env", path);
    default:
      return undefined;
  }
}
