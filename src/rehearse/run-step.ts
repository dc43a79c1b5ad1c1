import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import { interpolate } from "./expressions.ts";
import { type JobState, stepContexts } from "./job-state.ts";
import { runProcess } from "./run-process.ts";
import { makeRunnerFiles } from "./runner-files.ts";
import { standIns } from "./stand-ins/stand-ins.ts";
import { parseWorkflowCommand, toVisibleLine } from "./workflow-command.ts";
import type { StepSource } from "./workflow-source.ts";

export interface StepOutcome {
  readonly succeeded: boolean;
  readonly outputs: Record<string, string>;
}

/** Runs one step whose condition held: a script, an action of this repository, or a stand-in. */
export async function runStep(step: StepSource, name: string, state: JobState, index: number): Promise<StepOutcome> {
  const contexts = stepContexts(state);
  const values = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, interpolate(text, contexts)]));
  const env = { ...state.env, ...values(step.env) };
  if (step.run !== undefined) return runScript(step, name, state, index, env);
  if (!step.uses) throw new TidegateError("invalid-input", `Step '${name}' has neither run nor uses.`);
  const inputs = values(step.with);
  if (step.uses.startsWith("./")) return runLocalAction(step.uses, inputs, name, state, index, env);
  return runStandIn(step.uses, inputs, name, state);
}

async function runStandIn(uses: string, inputs: Record<string, string>, name: string, state: JobState) {
  const action = uses.split("@")[0] ?? uses;
  const standIn = standIns[action];
  if (!standIn) {
    throw new TidegateError(
      "unsupported",
      `Step '${name}' uses ${action}, for which this rehearsal has no stand-in. It has: ${Object.keys(standIns).join(", ")}.`,
    );
  }
  const { outputs = {}, says } = await standIn({ inputs, state });
  state.emit({ kind: "stand-in", job: state.id, step: name, text: `${action}: ${says}` });
  return { succeeded: true, outputs: { ...outputs } };
}

async function runScript(step: StepSource, name: string, state: JobState, index: number, env: Record<string, string>) {
  if (step.shell && step.shell !== "bash") {
    throw new TidegateError("unsupported", `Step '${name}' asks for shell ${step.shell}; a rehearsal has bash.`);
  }
  const script = interpolate(step.run ?? "", stepContexts(state));
  const args = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script];
  const cwd = join(state.workspace, interpolate(step["working-directory"] ?? "", stepContexts(state)));
  return execute({ command: "bash", args, cwd, env, name, state, index });
}

const actionFile = z.object({
  inputs: z.record(z.string(), z.object({ default: z.coerce.string().optional() })).nullish(),
  runs: z.object({ using: z.string(), main: z.string() }),
});

async function runLocalAction(
  uses: string,
  inputs: Record<string, string>,
  name: string,
  state: JobState,
  index: number,
  env: Record<string, string>,
) {
  const path = join(state.workspace, uses, "action.yml");
  if (!existsSync(path)) {
    throw new TidegateError(
      "not-found",
      `Step '${name}' uses ${uses}, but ${uses}/action.yml is not in the workspace.`,
    );
  }
  const { inputs: declared, runs } = actionFile.parse(parse(readFileSync(path, "utf8")));
  if (!runs.using.startsWith("node")) {
    throw new TidegateError("unsupported", `${uses} runs using ${runs.using}; a rehearsal runs node actions.`);
  }
  const defaults = Object.entries(declared ?? {}).map(
    ([key, input]) => [key, interpolate(input.default ?? "", stepContexts(state))] as const,
  );
  const merged: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs };
  const inputEnv = Object.fromEntries(
    Object.entries(merged).map(([key, value]) => [`INPUT_${key.replaceAll(" ", "_").toUpperCase()}`, value]),
  );
  const args = [join(dirname(path), runs.main)];
  const command = process.execPath;
  return execute({ command, args, cwd: state.workspace, env: { ...env, ...inputEnv }, name, state, index });
}

interface Execution {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly name: string;
  readonly state: JobState;
  readonly index: number;
}

async function execute({ command, args, cwd, env, name, state, index }: Execution): Promise<StepOutcome> {
  const files = makeRunnerFiles(join(state.scratch, `step-${index}`));
  const path = [...state.path, process.env.PATH ?? ""].join(":");
  const onLine = (line: string) => {
    const workflowCommand = parseWorkflowCommand(line);
    if (workflowCommand?.name === "add-mask") state.mask.add(workflowCommand.value);
    const visible = toVisibleLine(line);
    if (visible !== undefined) state.emit({ kind: "line", job: state.id, step: name, text: state.mask.hide(visible) });
  };
  const code = await runProcess({
    command,
    args,
    cwd,
    env: { ...env, ...files.env, PATH: path },
    onLine,
  });
  const writes = files.read();
  Object.assign(state.env, writes.env);
  state.path = [...writes.path, ...state.path];
  state.summary += writes.summary;
  if (code !== 0) onLine(`Process completed with exit code ${code}.`);
  return { succeeded: code === 0, outputs: { ...writes.outputs } };
}
