import { resolve } from "node:path";
import { Cmd, DockerfileParser, Entrypoint, Env, type Instruction } from "dockerfile-ast";
import { TidegateError } from "../../errors/tidegate-error.ts";

/** What a Dockerfile's last stage says about running the image. */
export interface FinalStage {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** Absolute path in the image where the command runs. */
  readonly workingDirectory: string;
}

/**
 * Reads the last stage of a Dockerfile.
 *
 * @throws TidegateError `unsupported` when it does not say in exec form what to run
 */
export function parseFinalStage(path: string, content: string): FinalStage {
  const instructions = DockerfileParser.parse(content).getInstructions();
  const start = instructions.findLastIndex((instruction) => instruction.getKeyword() === "FROM");
  const stage = instructions.slice(start + 1);
  const entrypoint = stage.findLast((instruction) => instruction instanceof Entrypoint);
  const cmd = stage.findLast((instruction) => instruction instanceof Cmd);
  const command = [entrypoint, cmd].flatMap((instruction) => (instruction ? execForm(path, instruction) : []));
  if (command.length === 0) {
    throw new TidegateError("unsupported", `${path}: the last stage has no CMD or ENTRYPOINT, so nothing can be run.`);
  }
  const env = stage.filter((instruction) => instruction instanceof Env).flatMap(assignments);
  const ports = stage
    .filter((instruction) => instruction.getKeyword() === "EXPOSE")
    .flatMap((instruction) => instruction.getArguments().map((argument) => Number.parseInt(argument.getValue(), 10)));
  const workdirs = stage.filter((instruction) => instruction.getKeyword() === "WORKDIR");
  const workingDirectory = workdirs.reduce((at, workdir) => resolve("/", at, workdir.getArgumentsContent() ?? ""), "/");
  return { command, env: Object.fromEntries(env), ports, workingDirectory };
}

function execForm(path: string, instruction: Instruction): string[] {
  const text = instruction.getArgumentsContent() ?? "";
  try {
    const parts: unknown = JSON.parse(text);
    if (Array.isArray(parts) && parts.every((part) => typeof part === "string")) return parts;
  } catch {
    // Falls through to the one error below: a shell form is not JSON.
  }
  throw new TidegateError(
    "unsupported",
    `${path}: ${instruction.getKeyword()} ${text} is not in exec form; write it as ${instruction.getKeyword()} ["program", "argument"].`,
  );
}

function assignments(env: Env): [string, string][] {
  return env.getProperties().map((property) => [property.getName(), property.getValue() ?? ""]);
}
