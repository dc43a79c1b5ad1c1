import { z } from "zod";
import { type Pin, pinSchema } from "./pin.ts";
import { PinFileError, pinFilePath } from "./pin-file.ts";
import { lineInJson, schemaWords } from "./schema-words.ts";

const fileSchema = z.strictObject({ schema: z.literal(1), pins: z.array(pinSchema) });

/** `pins[2] (actions/checkout).sha`: a number alone would have to be counted. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [first, index, ...rest] = path;
  if (first === undefined) {
    return "the file";
  }
  const pins = (value as { readonly pins?: readonly { readonly action?: unknown }[] } | null)?.pins;
  const name = first === "pins" && typeof index === "number" ? pins?.[index]?.action : undefined;
  const inner = rest.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const outer = index === undefined ? String(first ?? "") : `${String(first)}[${String(index)}]`;
  return `${outer}${typeof name === "string" ? ` (${name})` : ""}${inner}`;
}

function repeated(pins: readonly Pin[]): readonly string[] {
  const names = pins.map(({ action }) => action.toLowerCase());
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => `${name} is pinned twice; keep one of them`);
}

/**
 * The pins of a file's text.
 * @throws PinFileError with everything that is wrong with it
 */
export function parsePinFile(text: string, path: string = pinFilePath): readonly Pin[] {
  const value = readJson(text, path);
  const parsed = fileSchema.safeParse(value, { error: schemaWords });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path: at, message }) => `${placeOf(at, value)}: ${message} (line ${lineInJson(text, at)})`,
    );
    throw new PinFileError(path, problems);
  }
  const twice = repeated(parsed.data.pins);
  if (twice.length > 0) {
    throw new PinFileError(path, twice);
  }
  return parsed.data.pins;
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PinFileError(path, [`it is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

const keyOrder = Object.keys(pinSchema.shape);

const byAction = (left: Pin, right: Pin) => {
  const [a, b] = [left.action.toLowerCase(), right.action.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
};

/** The text of a pin file: sorted, each key in its place, so that the same pins give the same bytes. */
export function formatPinFile(pins: readonly Pin[]): string {
  const ordered = [...pins].sort(byAction).map((pin) => {
    const entries = Object.entries(pin).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => keyOrder.indexOf(a) - keyOrder.indexOf(b)));
  });
  return `${JSON.stringify({ schema: 1, pins: ordered }, null, 1)}\n`;
}
