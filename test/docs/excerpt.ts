import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";

const languages: Readonly<Record<string, string>> = { ".ts": "ts", ".yml": "yaml", ".json": "json" };

export interface Excerpt {
  /** From the repository's root. */
  readonly path: string;
  /** How the first line begins. */
  readonly first: string;
  /** The last line, without its indentation: the first such line after the first one. */
  readonly last: string;
}

/** Lines of a file as a fenced block. */
export function excerpt({ path, first, last }: Excerpt): string {
  const lines = readFileSync(join(repositoryRoot, path), "utf8").split("\n");
  const begin = lines.findIndex((line) => line.startsWith(first));
  const end = lines.findIndex((line, index) => index > begin && line.trim() === last);
  if (begin < 0 || end < 0) {
    throw new TidegateError("not-found", `${path} has no lines from "${first}" to "${last}".`);
  }
  return [`\`\`\`${languages[extname(path)] ?? ""}`, ...lines.slice(begin, end + 1), "```"].join("\n");
}
