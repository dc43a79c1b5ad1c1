import { readFileSync } from "node:fs";
import { z } from "zod";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import { reasonOf } from "../../errors/reason-of.ts";
import { lineInJson, schemaWords } from "../../workflow/pins/schema-words.ts";

const durationsSchema = z.record(z.string(), z.number().nonnegative());
const write = 'Write seconds by job: { "image": 95, "deploy": 240 }.';

function refuse(file: string, why: string, cause?: unknown): InvalidInputError {
  const message = `${file} holds no durations: ${why}. ${write}`;
  return new InvalidInputError([{ input: "--durations", message }], { cause });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw refuse(file, reasonOf(error), error);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(file, `it is not JSON: ${reasonOf(error)}`, error);
  }
}

/**
 * Measured seconds by job id; none without a file.
 * @throws InvalidInputError with everything that is wrong with it
 */
export function readDurations(file: string | undefined): ReadonlyMap<string, number> {
  if (file === undefined) {
    return new Map();
  }
  const text = readText(file);
  const parsed = durationsSchema.safeParse(parseJson(text, file), { error: schemaWords });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".") || "the file"} ${message} (line ${lineInJson(text, path)})`,
    );
    throw refuse(file, problems.join("; "));
  }
  return new Map(Object.entries(parsed.data));
}
