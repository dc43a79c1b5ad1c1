import { readFile } from "node:fs/promises";
import { z } from "zod";
import { quoteValue } from "../errors/quote-value.ts";
import { TidegateError } from "../errors/tidegate-error.ts";
import { type Manifest, manifestSchema } from "../manifest/manifest.ts";
import { manifestRuleProblems } from "./manifest-rules.ts";

const remedy = "Run `npx projen` in the repository and commit what it writes; the file is not made to be edited";
const headSchema = z.object({ schema: z.number(), generator: z.string().optional() });
const ourSchema: number = manifestSchema.shape.schema.value;

/**
 * Reads what the repository's `.projenrc.ts` declared.
 *
 * @throws TidegateError `invalid-configuration`, one for all problems: there is no such file, it is not JSON, a newer
 *   tidegate wrote it, or it makes no sense
 */
export async function loadManifest(path: string): Promise<Manifest> {
  return parseManifest(await readText(path), path);
}

/** @param path names the file in messages */
export function parseManifest(text: string, path: string): Manifest {
  const json = parseJson(text, path);
  const head = headSchema.safeParse(json);
  if (head.success && head.data.schema > ourSchema) throw tooNew(path, head.data);
  const parsed = manifestSchema.safeParse(json);
  const problems = parsed.success ? manifestRuleProblems(parsed.data) : parsed.error.issues.flatMap(problemsOf);
  if (!parsed.success || problems.length > 0) throw nonsense(path, problems);
  return parsed.data;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const why = isMissing ? "is not there" : "cannot be read";
    const advice = `${remedy}. A job needs actions/checkout before this step`;
    throw new TidegateError("invalid-configuration", `The manifest ${quoteValue(path)} ${why}. ${advice}.`, {
      cause: error,
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? quoteValue(error.message) : "";
    throw new TidegateError(
      "invalid-configuration",
      `The manifest ${quoteValue(path)} is not JSON: ${why}. ${remedy}.`,
    );
  }
}

function tooNew(path: string, { schema, generator }: z.infer<typeof headSchema>): TidegateError {
  const writer = generator === undefined ? "a newer tidegate" : `tidegate ${quoteValue(generator)}`;
  return new TidegateError(
    "invalid-configuration",
    `The manifest ${quoteValue(path)} has schema ${schema} and was written by ${writer}; this action reads schema ` +
      `${ourSchema} and needs to be newer: use the actions of the same tidegate, which \`npx projen\` writes beside the manifest.`,
  );
}

function nonsense(path: string, problems: readonly string[]): TidegateError {
  const shown = problems.slice(0, 20).map((problem) => `\n  ${problem}`);
  const more = problems.length > shown.length ? `\n  and ${problems.length - shown.length} more` : "";
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return new TidegateError(
    "invalid-configuration",
    `The manifest ${quoteValue(path)} has ${count}:${shown.join("")}${more}\n${remedy}.`,
  );
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  return [`${placeOf(issue.path)}: ${issue.message}`];
}

/** `$.services[0].environments[1].limits.leaseMs` */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) => (typeof key === "number" ? `${place}[${key}]` : `${place}.${String(key)}`),
    "$",
  );
}
