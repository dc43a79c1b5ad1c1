import { readFile } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import { importAction } from "../../workflow/import/import-action.ts";
import type { ImportResult } from "../../workflow/import/import-result.ts";
import { importWorkflow } from "../../workflow/import/import-workflow.ts";
import * as library from "../../workflow/index.ts";
import { readPins } from "../../workflow/pins/pin-store.ts";
import { formatFindings } from "./format-findings.ts";
import { refuseExisting, writeWhole } from "./write-whole.ts";

export interface ImportFileOptions {
  readonly file: string;
  /** @default standard output */
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new InvalidInputError([
      { input: "file", message: `${file} cannot be read: ${reasonOf(error)}. Name a workflow file.` },
    ]);
  }
}

/** The repository that a workflow belongs to; of one that lies elsewhere, where the command runs. */
function rootOf(file: string): string {
  const folder = dirname(resolve(file));
  const isInPlace = basename(folder) === "workflows" && basename(dirname(folder)) === ".github";
  return isInPlace ? resolve(folder, "../..") : process.cwd();
}

const isAction = (file: string) => /^action\.ya?ml$/.test(basename(file));

function importText(file: string, content: string): ImportResult | Promise<ImportResult> {
  if (isAction(file)) {
    return importAction({ path: relative(process.cwd(), resolve(file)).replaceAll("\\", "/"), content, library });
  }
  const pins = readPins(rootOf(file));
  const check = (path: string, text: string) => library.validate({ path, content: text, pins });
  // Where GitHub would find the file: that is its name when it has none.
  return importWorkflow({ path: `.github/workflows/${basename(file)}`, content, library, check });
}

function isWhole({ findings }: ImportResult): boolean {
  return findings.every(({ kind }) => kind !== "unexpressed");
}

async function deliver(result: ImportResult, { out, force, json }: ImportFileOptions): Promise<void> {
  const typescript = result.kind === "imported" ? result.typescript : undefined;
  if (out !== undefined && typescript !== undefined) {
    await writeWhole(out, typescript, force);
  }
  if (json) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else if (out === undefined && typescript !== undefined) {
    process.stdout.write(typescript);
  }
}

/**
 * Imports one file. The TypeScript goes to the file or to standard output, what is to say of it to standard error.
 * @returns the exit code: 0 when everything was expressed
 * @throws InvalidInputError when the file cannot be read, or what would be written is there already
 * @throws PinFileError when the repository's pin file cannot be used
 */
export async function importFile(options: ImportFileOptions): Promise<number> {
  const { file, out, force } = options;
  const content = await read(file);
  if (out !== undefined && !force) {
    await refuseExisting(out);
  }
  const result = await importText(file, content);
  await deliver(result, options);
  process.stderr.write(formatFindings(file, result, out));
  return result.kind === "imported" && isWhole(result) ? 0 : 1;
}
