import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { type ExampleFiles, renderExample } from "./example-files.ts";
import { lastExample } from "./last-example.ts";
import { runProjenrc } from "./run-projenrc.ts";
import { yamlExcerpt } from "./yaml-excerpt.ts";

export interface ExampleYamlOptions {
  /** From the root of the repository the example is in. @default the workflow around jobs that stand alone */
  readonly file: string | undefined;
  /** Paths in the file. @default all of it */
  readonly places: readonly string[] | undefined;
}

const looseFile = ".github/workflows/example.yml";
const written = new Map<string, ExampleFiles>();

function synthesize(code: string): ExampleFiles {
  const { code: exitCode, output, files } = runProjenrc(code);
  if (exitCode !== 0) throw new TidegateError("invalid-configuration", output);
  return files;
}

function filesOf(code: string): ExampleFiles {
  const files = written.get(code) ?? (code.includes("project.synth()") ? synthesize(code) : renderExample(code));
  written.set(code, files);
  return files;
}

/**
 * What the last TypeScript of a page writes, as a fenced block.
 * @param before the page up to the block
 * @throws TidegateError when it cannot be rendered, writes no such file, or nothing at the places
 */
export function exampleYaml(before: string, { file = looseFile, places }: ExampleYamlOptions): string {
  const files = filesOf(lastExample(before));
  const text = files.get(file);
  if (text === undefined) {
    throw new TidegateError("not-found", `No ${file} is written, but ${[...files.keys()].join(", ")}.`);
  }
  const shown = places?.map((place) => yamlExcerpt(text, place)).join("\n\n") ?? text.trimEnd();
  return ["```yaml", shown, "```"].join("\n");
}
