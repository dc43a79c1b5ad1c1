import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { reasonOf } from "../../errors/reason-of.ts";
import { findSource } from "../find-source.ts";
import { type GenerateOptions, generateActions } from "./generate-actions.ts";
import type { Pin } from "./pin.ts";
import { PinFileError, pinFilePath } from "./pin-file.ts";
import { formatPinFile, parsePinFile } from "./pin-file-text.ts";

/** Modules that may hold the typed values of a repository's pins, from its root. */
export const pinModules = [".tidegate/actions.ts", ".tidegate/actions.mts", ".tidegate/actions.mjs"] as const;

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PinFileError(pinFilePath, [`it cannot be read: ${reasonOf(error)}`]);
  }
}

/** The pins of a repository; none when it has no pin file. @throws PinFileError */
export function readPins(root: string): readonly Pin[] {
  const file = join(root, pinFilePath);
  return existsSync(file) ? parsePinFile(readText(file)) : [];
}

/** The module to write: the one that is there, else what the repository's own source is written in. */
function moduleOf(root: string): string {
  const isTypeScript = findSource(root)?.endsWith("ts") === true;
  const written = pinModules.find((path) => existsSync(join(root, path)));
  return written ?? (isTypeScript ? ".tidegate/actions.ts" : ".tidegate/actions.mjs");
}

function generateModule(pins: readonly Pin[], path: string): string {
  const options: GenerateOptions = {
    from: pinFilePath,
    command: "`tidegate pins`",
    actionModule: "tidegate/workflow",
    workflowModule: "tidegate/workflow",
    isJavaScript: path.endsWith(".mjs"),
  };
  return generateActions(
    [...pins].sort((left, right) => (left.action < right.action ? -1 : 1)),
    options,
  );
}

function write(root: string, path: string, content: string): boolean {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === content) {
    return false;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return true;
}

/**
 * Writes the pin file and the module with a typed value for each pin whose action.yml was read; what tidegate brings
 * along has values already.
 * @returns the paths that changed, from the root
 * @throws PinFileError when the pins could not be read again, or not be written as values; then nothing is written
 */
export function writePins(root: string, pins: readonly Pin[]): readonly string[] {
  const text = formatPinFile(pins);
  // A pin may come from a file that anybody edited: what could not be read again must not be written.
  parsePinFile(text);
  const module = moduleOf(root);
  const known = pins.filter(({ using }) => using !== undefined);
  const content = generateModule(known, module);
  const isWanted = known.length > 0 || existsSync(join(root, module));
  return [
    ...(write(root, pinFilePath, text) ? [pinFilePath] : []),
    ...(isWanted && write(root, module, content) ? [module] : []),
  ];
}
