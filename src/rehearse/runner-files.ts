import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TidegateError } from "../errors/tidegate-error.ts";

/** What one step wrote for the runner. */
export interface StepWrites {
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
}

const names = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_STATE"] as const;

/** Makes the files through which a step talks to the runner, and reads them afterwards. */
export function makeRunnerFiles(directory: string): {
  readonly env: Readonly<Record<string, string>>;
  read(): StepWrites;
} {
  mkdirSync(directory, { recursive: true });
  const env = Object.fromEntries(names.map((name) => [name, join(directory, name.toLowerCase())]));
  for (const path of Object.values(env)) writeFileSync(path, "");
  const text = (name: (typeof names)[number]) => readFileSync(join(directory, name.toLowerCase()), "utf8");
  return {
    env,
    read: () => ({
      outputs: parseAssignments(text("GITHUB_OUTPUT")),
      env: parseAssignments(text("GITHUB_ENV")),
      path: text("GITHUB_PATH").split("\n").filter(Boolean),
      summary: text("GITHUB_STEP_SUMMARY"),
    }),
  };
}

/**
 * Reads `name=value` lines and `name<<DELIMITER` blocks.
 *
 * @throws TidegateError `invalid-input` for anything else, as the runner does
 */
export function parseAssignments(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/);
  const values: Record<string, string> = {};
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line === "") continue;
    const block = /^([^=]+?)<<(.+)$/.exec(line);
    const single = /^([^=]+)=(.*)$/s.exec(line);
    if (block?.[1] && block[2]) {
      const end = lines.indexOf(block[2], index + 1);
      if (end < 0)
        throw new TidegateError("invalid-input", `The block of '${block[1]}' never ends with '${block[2]}'.`);
      values[block[1]] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else if (single?.[1]) values[single[1]] = single[2] ?? "";
    else throw new TidegateError("invalid-input", `A step wrote '${line}', which is neither name=value nor a block.`);
  }
  return values;
}
