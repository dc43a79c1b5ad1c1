import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportResult } from "../../../src/workflow/import/import-result.ts";
import { importWorkflow } from "../../../src/workflow/import/import-workflow.ts";
import * as library from "../../../src/workflow/index.ts";

const folder = join(import.meta.dirname, "__fixtures__");

/** Workflows as people write them, by file name. */
export const fixtures: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
);

export function fixture(name: string): string {
  const content = fixtures.get(name);
  if (content === undefined) throw new TypeError(`There is no fixture ${name}.`);
  return content;
}

export function importText(name: string, content: string): Promise<ImportResult> {
  const check = (path: string, text: string) => library.validate({ path, content: text });
  return importWorkflow({ path: `.github/workflows/${name}`, content, library, check });
}

/** @throws TypeError when the file was refused */
export async function importWhole(
  name: string,
  content: string,
): Promise<ImportResult & { readonly kind: "imported" }> {
  const result = await importText(name, content);
  if (result.kind === "refused") throw new TypeError(`${name} was refused: ${JSON.stringify(result.findings)}`);
  return result;
}
