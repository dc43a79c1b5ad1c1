import { parse } from "yaml";
import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";

const scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).transform(String));
const condition = z.union([z.string(), z.boolean()]).transform(String).optional();

const stepSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: condition,
  uses: z.string().optional(),
  with: scalars.default({}),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: scalars.default({}),
  "working-directory": z.string().optional(),
  "continue-on-error": z.union([z.boolean(), z.string()]).default(false),
});

const defaults = z.object({
  run: z.object({ "working-directory": z.string().optional(), shell: z.string().optional() }).default({}),
});

/** What would change the job's meaning must not be passed over in silence. */
const cannot = z.undefined({ error: "a rehearsal cannot do this" }).optional();

const jobSchema = z.object({
  name: z.string().optional(),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  if: condition,
  "runs-on": z.string(),
  environment: z.union([z.string().transform((name) => ({ name })), z.object({ name: z.string() })]).optional(),
  env: scalars.default({}),
  outputs: scalars.default({}),
  defaults: defaults.default({ run: {} }),
  strategy: cannot,
  container: cannot,
  services: cannot,
  "continue-on-error": cannot,
  steps: z.array(stepSchema),
});

const inputSchema = z.object({
  type: z.enum(["string", "choice", "boolean", "number", "environment"]).default("string"),
  required: z.boolean().default(false),
  default: z.union([z.string(), z.boolean(), z.number()]).optional(),
  options: z.array(z.string()).optional(),
});

/** `on: push` and `on: [push]` mean the same as `on: { push: }`. */
function withoutFilters(events: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(events.map((event) => [event, null]));
}

const workflowSchema = z.object({
  name: z.string(),
  on: z.union([
    z.record(z.string(), z.unknown()),
    z.union([z.string().transform((event) => [event]), z.array(z.string())]).transform(withoutFilters),
  ]),
  env: scalars.default({}),
  defaults: defaults.default({ run: {} }),
  jobs: z.record(z.string(), jobSchema),
});

/** The part of a workflow file that a rehearsal acts on. */
export type WorkflowSource = z.output<typeof workflowSchema>;
export type JobSource = z.output<typeof jobSchema>;
export type StepSource = z.output<typeof stepSchema>;

/**
 * Reads a workflow for rehearsal.
 *
 * @throws TidegateError `unsupported` when it uses what a rehearsal cannot do (reusable workflows, containers, matrices)
 */
export function parseWorkflowSource(path: string, content: string): WorkflowSource {
  const parsed = workflowSchema.safeParse(parse(content));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new TidegateError("unsupported", `${path} cannot be rehearsed:\n${problems.join("\n")}`);
}

const dispatchSchema = z.object({ inputs: z.record(z.string(), inputSchema).default({}) }).nullable();

/**
 * The values of `inputs` for a manual run, checked as GitHub checks them.
 *
 * @throws TidegateError `invalid-input` with all problems, or when the workflow has no `workflow_dispatch`
 */
export function dispatchInputs(source: WorkflowSource, given: Readonly<Record<string, string>>) {
  const declared = declaredInputs(source);
  const unknown = Object.keys(given)
    .filter((name) => !(name in declared))
    .map((name) => `there is no input '${name}'; the workflow has ${Object.keys(declared).join(", ") || "none"}`);
  const values = Object.entries(declared).map(
    ([name, input]) => [name, input, given[name] ?? String(input.default ?? "")] as const,
  );
  const problems = [...unknown, ...values.flatMap(([name, input, value]) => problemsOf(name, input, value))];
  if (problems.length > 0) throw new TidegateError("invalid-input", `${source.name}: ${problems.join("; ")}.`);
  return Object.fromEntries(
    values.map(([name, input, value]) => [name, input.type === "boolean" ? value === "true" : value]),
  );
}

type DeclaredInput = z.output<typeof inputSchema>;

function declaredInputs({ name, on }: WorkflowSource): Readonly<Record<string, DeclaredInput>> {
  if (!("workflow_dispatch" in on)) {
    throw new TidegateError("invalid-input", `${name} has no workflow_dispatch, so it cannot be run by hand.`);
  }
  const trigger = dispatchSchema.safeParse(on.workflow_dispatch ?? null);
  if (trigger.success) return trigger.data?.inputs ?? {};
  throw new TidegateError("unsupported", `${name}: its workflow_dispatch cannot be read: ${trigger.error.message}`);
}

function problemsOf(name: string, { type, required, options }: DeclaredInput, value: string): string[] {
  if (value === "") return required ? [`input '${name}' is required`] : [];
  const allowed = type === "boolean" ? ["true", "false"] : options;
  return allowed && !allowed.includes(value)
    ? [`input '${name}' is '${value}'; choose one of ${allowed.join(", ")}`]
    : [];
}
