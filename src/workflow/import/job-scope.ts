import type { Path } from "../check/workflow-view.ts";
import { camelCase } from "../expression/camel-case.ts";
import type { ExpressionNode } from "../expression/expression.ts";
import { reference } from "../model/reference.ts";
import { type Code, call, constant, literal, member } from "./code.ts";
import type { TypedCode } from "./convert.ts";
import type { ExpressionPlace } from "./expression-code.ts";
import type { ImportReport } from "./report.ts";
import { stringType, typeAmong, type ValueType } from "./value-type.ts";

const results = ["success", "failure", "cancelled", "skipped"];

/** A step that others of its job read. */
export interface KnownStep {
  readonly name: string;
  readonly index: number;
  readonly outputs: ReadonlySet<string>;
}

/** A job that others read. */
export interface KnownJob {
  readonly id: string;
  readonly name: string;
  readonly outputs: ReadonlySet<string>;
  readonly hasMatrix: boolean;
}

export interface KnownMatrix {
  readonly name: string;
  /** By key; what the values of that key are. */
  readonly keys: ReadonlyMap<string, readonly unknown[] | undefined>;
}

/** What the names in the expressions of one job mean. Names of steps and jobs are in lower case. */
export interface JobScope {
  readonly steps: ReadonlyMap<string, KnownStep>;
  readonly jobs: ReadonlyMap<string, KnownJob>;
  readonly matrix: KnownMatrix | undefined;
  readonly inputs: ReadonlyMap<string, TypedCode>;
  readonly secrets: ReadonlyMap<string, TypedCode>;
  /** Ids of the jobs that it reads by reference; added to. */
  readonly read: Set<string>;
  readonly report: ImportReport;
}

/** @param stepIndex from 0; `Infinity` where all steps have run */
export function expressionPlace(scope: JobScope, path: Path, stepIndex: number): ExpressionPlace {
  return {
    reference: (parts) => findReference(scope, parts, stepIndex),
    note: (message) => scope.report.note(path, message),
    unexpressed: (message) => scope.report.unexpressed(path, message),
  };
}

function findReference(scope: JobScope, path: readonly string[], stepIndex: number): TypedCode | undefined {
  const [context, first = "", ...rest] = path;
  switch (context?.toLowerCase()) {
    case "steps":
      return stepReference(scope.steps.get(first.toLowerCase()), rest, stepIndex);
    case "needs":
    case "jobs":
      return jobReference(scope, scope.jobs.get(first.toLowerCase()), rest);
    case "matrix":
      return scope.matrix ? matrixReference(scope.matrix, first, rest) : undefined;
    case "inputs":
      return rest.length === 0 ? scope.inputs.get(first.toLowerCase()) : undefined;
    case "secrets":
      return rest.length === 0 ? scope.secrets.get(first.toLowerCase()) : undefined;
    default:
      return undefined;
  }
}

function stepReference(step: KnownStep | undefined, rest: readonly string[], stepIndex: number): TypedCode | undefined {
  const [kind = "", output] = rest.map((part, index) => (index === 0 ? part.toLowerCase() : part));
  if (step === undefined || step.index >= stepIndex) {
    return undefined;
  }
  const owner = constant(step.name);
  if ((kind === "outcome" || kind === "conclusion") && rest.length === 1) {
    return { code: member(owner, kind), type: typeAmong(results) };
  }
  const isKnown = kind === "outputs" && rest.length === 2 && output !== undefined && step.outputs.has(output);
  return isKnown ? { code: member(owner, "outputs", camelCase(output)), type: stringType } : undefined;
}

function jobReference(scope: JobScope, job: KnownJob | undefined, rest: readonly string[]): TypedCode | undefined {
  const [kind = "", output] = rest;
  if (job === undefined) {
    return undefined;
  }
  if (kind.toLowerCase() === "result" && rest.length === 1) {
    scope.read.add(job.id);
    return { code: member(constant(job.name), "result"), type: typeAmong(results) };
  }
  const isKnown =
    kind.toLowerCase() === "outputs" && rest.length === 2 && output !== undefined && job.outputs.has(output);
  if (!isKnown || job.hasMatrix) {
    return undefined;
  }
  scope.read.add(job.id);
  return { code: member(constant(job.name), "outputs", output), type: stringType };
}

function typeOf(values: readonly unknown[] | undefined): ValueType {
  return values === undefined || values.length === 0 ? stringType : typeAmong(values);
}

function matrixReference({ name, keys }: KnownMatrix, key: string, rest: readonly string[]): TypedCode | undefined {
  if (!keys.has(key)) {
    return undefined;
  }
  const values = keys.get(key);
  const code = member(constant(name), "values", key);
  const [property, ...more] = rest;
  if (property === undefined) {
    return { code, type: typeOf(values) };
  }
  const objects = (values ?? []).filter(
    (value): value is Record<string, unknown> => typeof value === "object" && value !== null,
  );
  const isShared =
    objects.length > 0 && objects.length === values?.length && objects.every((value) => Object.hasOwn(value, property));
  if (!isShared || more.length > 0) {
    return undefined;
  }
  const made: Code = call("property", code, literal(property));
  return { code: made, type: typeOf(objects.map((value) => value[property])) };
}

/** The expression with its typed references in it, as the model will have it: variables are named after them. */
export function withReferences(node: ExpressionNode, scope: JobScope, stepIndex: number): ExpressionNode {
  const inner = (child: ExpressionNode) => withReferences(child, scope, stepIndex);
  switch (node.kind) {
    case "context":
      return findReference(scope, node.path, stepIndex) ? toReference(node) : node;
    case "call":
      return { ...node, args: node.args.map(inner) };
    case "not":
      return { ...node, operand: inner(node.operand) };
    case "operator":
      return { ...node, operands: node.operands.map(inner) };
    default:
      return node;
  }
}

function toReference(node: Extract<ExpressionNode, { kind: "context" }>): ExpressionNode {
  const [context, id = "", kind, output = ""] = node.path;
  switch (context?.toLowerCase()) {
    case "steps":
      return kind?.toLowerCase() === "outputs"
        ? { kind: "step-output", step: reference("step", id), output }
        : { kind: "step-status", step: reference("step", id), property: "outcome" };
    case "needs":
      return kind?.toLowerCase() === "outputs"
        ? { kind: "job-output", job: reference("job", id), output }
        : { kind: "job-result", job: reference("job", id) };
    case "matrix":
      return { kind: "matrix", matrix: reference("matrix", id), key: id };
    case "inputs":
      return { kind: "input", trigger: reference("trigger", id), name: id };
    default:
      return node;
  }
}
