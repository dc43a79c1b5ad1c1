import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import { interpolate } from "./expressions.ts";
import { type JobState, stepContexts } from "./job-state.ts";
import { type ProcessRequest, runProcess } from "./run-process.ts";
import { makeRunnerFiles } from "./runner-files.ts";
import { standIns } from "./stand-ins/stand-ins.ts";
import { parseWorkflowCommand, toVisibleLine } from "./workflow-command.ts";
import type { StepSource } from "./workflow-source.ts";

/** How a step ended, before `continue-on-error`. */
export interface StepOutcome {
  readonly succeeded: boolean;
  readonly outputs: Record<string, string>;
}

/** A step about to run in its job. */
export interface StepRun {
  readonly step: StepSource;
  /** As it is shown. */
  readonly name: string;
  readonly state: JobState;
  /** Its place in the job, from 0. */
  readonly index: number;
}

interface ReadyStep extends StepRun {
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs one step whose condition held: a script, an action of this repository, or a stand-in.
 *
 * @throws TidegateError when a rehearsal cannot run such a step
 */
export async function runStep(run: StepRun): Promise<StepOutcome> {
  const { step, name, state } = run;
  const contexts = stepContexts(state);
  const values = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, interpolate(text, contexts)]));
  const ready = { ...run, inputs: values(step.with), env: { ...state.env, ...values(step.env) } };
  if (step.run !== undefined) return runScript(step.run, ready);
  if (!step.uses) throw new TidegateError("invalid-input", `Step '${name}' has neither run nor uses.`);
  return step.uses.startsWith("./") ? runLocalAction(step.uses, ready) : runStandIn(step.uses, ready);
}

async function runStandIn(uses: string, { inputs, name, state }: ReadyStep): Promise<StepOutcome> {
  const action = uses.split("@")[0] ?? uses;
  const standIn = standIns[action];
  if (!standIn) {
    throw new TidegateError(
      "unsupported",
      `Step '${name}' uses ${action}, for which this rehearsal has no stand-in. It has: ${Object.keys(standIns).join(", ")}.`,
    );
  }
  const { outputs = {}, says } = await standIn({ inputs, state });
  const text = state.mask.hide(`${action}: ${says}`);
  state.emit({ kind: "stand-in", job: state.id, step: name, text });
  return { succeeded: true, outputs: { ...outputs } };
}

async function runScript(source: string, ready: ReadyStep): Promise<StepOutcome> {
  const { step, name, state } = ready;
  const shell = step.shell ?? state.defaults.shell ?? "bash";
  if (shell !== "bash") {
    throw new TidegateError("unsupported", `Step '${name}' asks for shell ${shell}; a rehearsal has bash.`);
  }
  const contexts = stepContexts(state);
  const args = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", interpolate(source, contexts)];
  const folder = step["working-directory"] ?? state.defaults["working-directory"] ?? "";
  return execute(ready, { command: "bash", args, cwd: join(state.workspace, interpolate(folder, contexts)) });
}

const actionFile = z.object({
  inputs: z.record(z.string(), z.object({ default: z.coerce.string().optional() })).nullish(),
  runs: z.object({ using: z.string(), main: z.string(), pre: z.string().optional(), post: z.string().optional() }),
});

async function runLocalAction(uses: string, ready: ReadyStep): Promise<StepOutcome> {
  const { name, state, inputs } = ready;
  const path = join(state.workspace, uses, "action.yml");
  if (!existsSync(path)) {
    throw new TidegateError(
      "not-found",
      `Step '${name}' uses ${uses}, but ${uses}/action.yml is not in the workspace.`,
    );
  }
  const { inputs: declared, runs } = readAction(path, uses);
  const defaults = Object.entries(declared ?? {}).map(
    ([key, input]) => [key, interpolate(input.default ?? "", stepContexts(state))] as const,
  );
  const inputEnv = Object.fromEntries(
    Object.entries({ ...Object.fromEntries(defaults), ...inputs }).map(([key, value]) => [
      `INPUT_${key.replaceAll(" ", "_").toUpperCase()}`,
      value,
    ]),
  );
  const args = [join(dirname(path), runs.main)];
  const told = { ...ready, env: { ...ready.env, ...inputEnv } };
  return execute(told, { command: process.execPath, args, cwd: state.workspace });
}

function readAction(path: string, uses: string): z.output<typeof actionFile> {
  const parsed = actionFile.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success) {
    throw new TidegateError("unsupported", `${uses}/action.yml cannot be rehearsed: ${z.prettifyError(parsed.error)}`);
  }
  const { using, pre, post } = parsed.data.runs;
  if (using.startsWith("node") && pre === undefined && post === undefined) return parsed.data;
  throw new TidegateError(
    "unsupported",
    `${uses} runs using ${using}${(pre ?? post) ? " with pre or post" : ""}; a rehearsal runs the main of node actions.`,
  );
}

type Execution = Pick<ProcessRequest, "command" | "args" | "cwd">;

async function execute({ env, name, state, index }: ReadyStep, execution: Execution): Promise<StepOutcome> {
  const files = makeRunnerFiles(join(state.scratch, `step-${index}`));
  const path = [...state.path, process.env.PATH ?? ""].join(":");
  const onLine = (line: string) => {
    const workflowCommand = parseWorkflowCommand(line);
    if (workflowCommand?.name === "add-mask") state.mask.add(workflowCommand.value);
    const visible = toVisibleLine(line);
    if (visible !== undefined) state.emit({ kind: "line", job: state.id, step: name, text: state.mask.hide(visible) });
  };
  const code = await runProcess({ ...execution, env: { ...env, ...files.env, PATH: path }, onLine });
  const writes = files.read();
  Object.assign(state.env, writes.env);
  state.path = [...writes.path, ...state.path];
  state.summary += writes.summary;
  if (code !== 0) onLine(`Process completed with exit code ${code}.`);
  return { succeeded: code === 0, outputs: { ...writes.outputs } };
}
