import { readFileSync } from "node:fs";
import { BenchError } from "./bench-error.ts";
import { exchange, type Mistake, type Tool } from "./mistake.ts";

const read = (file: string) => readFileSync(new URL(`./sound/${file}`, import.meta.url), "utf8");

/** The same workflow, sound, as each tool's user writes it. */
export function soundSource(tool: Tool): string {
  return read(`${tool}.ts.txt`);
}

export const soundYaml: string = read("workflow.yml");

/** @throws BenchError when the text to exchange is not there exactly once: the mistake would not be in it */
export function yamlWith({ name, yaml }: Mistake): string {
  return orThrow(exchange(soundYaml, yaml), name, "yaml");
}

/** `undefined` where the tool cannot write it. @throws BenchError as `yamlWith` */
export function sourceWith({ name, sources }: Mistake, tool: Tool): string | undefined {
  const given = sources[tool];
  return given === "impossible" ? undefined : orThrow(exchange(soundSource(tool), given), name, tool);
}

function orThrow(text: string | undefined, name: string, where: string): string {
  if (text === undefined) {
    throw new BenchError(`"${name}" cannot be put into the sound source of ${where}: correct its text to exchange.`);
  }
  return text;
}
