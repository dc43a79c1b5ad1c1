import { parse } from "yaml";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { fieldsOf } from "../check/workflow-view.ts";
import type { Pin } from "./pin.ts";

/** What an action.yml, or a reusable workflow's file, says of how it is used. */
export type ActionInterface = Pick<Pin, "using" | "inputs" | "outputs" | "secrets" | "nested">;

type PinInput = Pin["inputs"][number];

const isPlain = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

function inputsOf(value: unknown): readonly PinInput[] {
  return Object.entries(fieldsOf(value)).map(([name, raw]) => {
    const { required, default: given } = fieldsOf(raw);
    return { name, required: required === true || required === "true", ...(isPlain(given) ? { default: given } : {}) };
  });
}

function typedInputsOf(value: unknown): readonly PinInput[] {
  const types = fieldsOf(value);
  return inputsOf(value).map((input) => {
    const { type } = fieldsOf(types[input.name]);
    return type === "string" || type === "number" || type === "boolean" ? { ...input, type } : input;
  });
}

function usesOf(steps: unknown): readonly string[] {
  const uses = (Array.isArray(steps) ? steps : []).map((step) => fieldsOf(step).uses);
  return [...new Set(uses.filter((use) => typeof use === "string" && !use.startsWith("./")))] as string[];
}

function readWorkflow(fields: ReturnType<typeof fieldsOf>): ActionInterface | undefined {
  const on = fieldsOf(fields.on);
  if (!("workflow_call" in on)) {
    return undefined;
  }
  const call = fieldsOf(on.workflow_call);
  const secrets = inputsOf(call.secrets).map(({ name, required }) => ({ name, required }));
  const jobs = Object.values(fieldsOf(fields.jobs)).map(fieldsOf);
  const nested = [...new Set(jobs.flatMap(({ uses, steps }) => [...usesOf([{ uses }]), ...usesOf(steps)]))];
  return {
    using: "workflow",
    inputs: [...typedInputsOf(call.inputs)],
    outputs: Object.keys(fieldsOf(call.outputs)),
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(nested.length > 0 ? { nested } : {}),
  };
}

function readAction(fields: ReturnType<typeof fieldsOf>): ActionInterface | undefined {
  const { using, steps } = fieldsOf(fields.runs);
  if (typeof using !== "string") {
    return undefined;
  }
  const nested = usesOf(steps);
  return {
    using,
    inputs: [...inputsOf(fields.inputs)],
    outputs: Object.keys(fieldsOf(fields.outputs)),
    ...(nested.length > 0 ? { nested: [...nested] } : {}),
  };
}

/**
 * Reads the interface of an action, or of a workflow that can be called.
 * @param name what is read, for the message
 * @throws TidegateError when the text is neither
 */
export function readActionYml(text: string, name: string): ActionInterface {
  const fields = fieldsOf(parse(text));
  const found = isWorkflowPath(name) ? readWorkflow(fields) : readAction(fields);
  if (found) {
    return found;
  }
  const missing = isWorkflowPath(name) ? "on.workflow_call" : "runs.using";
  throw new TidegateError("unsupported", `${name} cannot be used from a workflow: its file has no ${missing}.`);
}

/** Whether what is named is a reusable workflow rather than an action. */
export function isWorkflowPath(action: string): boolean {
  return /^[^/]+\/[^/]+\/\.github\/workflows\/[^/]+\.ya?ml(?:@|$)/.test(action);
}
