import { isExpression } from "../expression/expression.ts";
import { type ActionInput, toUses } from "../model/action.ts";
import { ignoreRemark } from "../model/ignore.ts";
import { isPosix } from "../model/shell.ts";
import type { StepModel, StepWork } from "../model/step.ts";
import { lowerScript } from "./lower-script.ts";
import { defined, optional, type Plain, type Remark, type Writer } from "./writer.ts";

interface LoweredWork {
  readonly fields: Readonly<Record<string, Plain>>;
  readonly env: Readonly<Record<string, Plain>>;
  readonly remarks: readonly Remark[];
}

export interface LoweredStep {
  readonly step: Readonly<Record<string, Plain>>;
  /** Paths from the step. */
  readonly remarks: readonly Remark[];
}

/** GitHub refuses longer ones. @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
const longestScript = 21_000;

/** Values are quoted for a POSIX shell; another one would read them as something else. */
function refuseValues({ shell = "bash", script }: Extract<StepWork, { kind: "run" }>, to: Writer): void {
  if (!isPosix(shell) && script.parts.some(({ kind }) => kind !== "code")) {
    const told = `A script for ${shell} has values put into it, which are quoted for bash. Give them in \`env\` and read them as ${shell} does.`;
    to.context.report.error("script-shell", told, to.place);
  }
}

function lowerRun(work: Extract<StepWork, { kind: "run" }>, taken: ReadonlySet<string>, to: Writer): LoweredWork {
  const { code, env, refusals } = lowerScript(work.script, taken, to.identify);
  const { report } = to.context;
  refuseValues(work, to);
  for (const refusal of refusals) {
    report.error("script-quoting", refusal, to.place);
  }
  if (code.length > longestScript) {
    report.error(
      "script-length",
      `The script has ${code.length} characters; GitHub takes ${longestScript}. Move it to a file.`,
      to.place,
    );
  }
  const fields = defined({
    shell: work.shell,
    "working-directory": optional(work.workingDirectory, (directory) => to.value(directory, "string-steps-context")),
    run: code.includes("\n") ? `${code}\n` : code,
  });
  const lifted = Object.entries(env).map(([name, node]) => [name, to.value({ kind: "expression", node }, "step-env")]);
  return { fields, env: Object.fromEntries(lifted), remarks: [] };
}

function lowerInput(input: ActionInput, to: Writer): Plain {
  if (typeof input !== "object" || isExpression(input)) {
    return to.value(input, "step-with");
  }
  const items = input.map((item) => to.value(item, "step-with"));
  return items.length > 1 ? `${items.join("\n")}\n` : items.join("");
}

function lowerUses(work: Extract<StepWork, { kind: "uses" }>, to: Writer): LoweredWork {
  const inputs = Object.entries(work.inputs).map(([name, input]) => [name, lowerInput(input, to)]);
  const reasons = Object.entries(work.reasons).map(([name, text]) => ({ path: ["with", name], text }));
  return {
    fields: defined({ uses: toUses(work.location), with: inputs.length > 0 ? Object.fromEntries(inputs) : undefined }),
    env: {},
    remarks: reasons,
  };
}

/** Behind what the step does: which version it is, and what is accepted there. */
function workRemarks({ options, work }: StepModel, to: Writer): readonly Remark[] {
  const { ignores = [] } = options;
  const at = { report: to.context.report, place: to.place };
  const version = work.kind === "uses" && work.location.kind === "pinned" ? work.location.version : undefined;
  const text = ignoreRemark(work.kind === "uses" ? [...work.ignores, ...ignores] : ignores, version, at);
  return text === undefined ? [] : [{ path: [work.kind], text }];
}

export function lowerStep(model: StepModel, to: Writer): LoweredStep {
  const { id, options, work } = model;
  const taken = new Set(Object.keys(options.env ?? {}));
  const { fields, env, remarks } = work.kind === "run" ? lowerRun(work, taken, to) : lowerUses(work, to);
  const allEnv = { ...to.record(options.env ?? {}, "step-env"), ...env };
  const { uses, with: inputs, ...run } = fields;
  const step = defined({
    name: optional(options.name, (name) => to.value(name, "step-name")),
    id,
    if: optional(options.if, (condition) => to.condition(condition, "step-if")),
    uses,
    with: inputs,
    env: Object.keys(allEnv).length > 0 ? allEnv : undefined,
    "continue-on-error": optional(options.continueOnError, (value) => to.value(value, "step-continue-on-error")),
    "timeout-minutes": optional(options.timeoutMinutes, (minutes) => to.value(minutes, "step-timeout-minutes")),
    ...run,
  });
  return { step, remarks: [...workRemarks(model, to), ...remarks] };
}
