import { z } from "zod";
import { findFile } from "../action/find-file.ts";
import { quoteValue } from "../errors/quote-value.ts";
import { TidegateError } from "../errors/tidegate-error.ts";
import { type Manifest, manifestSchema } from "../manifest/manifest.ts";

/** The manifest cannot be used; every problem at once, each with its path in the file. */
export class ManifestError extends TidegateError {
  constructor(message: string, options?: ErrorOptions) {
    super("invalid-configuration", message, options);
  }
}

const repair = "Run `npx projen` and commit what it writes; do not edit it by hand";

/** @throws ManifestError when there is none, or it cannot be understood @throws UnavailableError */
export async function loadManifest(path: string): Promise<Manifest> {
  const text = await findFile(path);
  if (text === undefined) {
    throw new ManifestError(`There is no delivery manifest at ${quoteValue(path)}. ${repair}, and check it out first.`);
  }
  return parseManifest(text, path);
}

/** @throws ManifestError */
export function parseManifest(text: string, path: string): Manifest {
  const json = parseJson(text, path);
  const header = headerSchema.safeParse(json);
  if (header.success && header.data.schema > 1) {
    throw new ManifestError(
      `${path} has schema ${header.data.schema}, written by tidegate ${quoteValue(header.data.generator)}; these actions understand schema 1. Vendor the actions of that tidegate: run \`npx projen\` and commit .github/actions/tidegate.`,
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `- ${z.core.toDotPath(issue.path) || "(root)"}: ${issue.message}`,
  );
  throw new ManifestError(`${path} is not a delivery manifest:\n${problems.join("\n")}\n${repair}.`, {
    cause: parsed.error,
  });
}

const headerSchema = z.object({ schema: z.number().int(), generator: z.string().default("of unknown version") });

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ManifestError(`${path} is not JSON: ${String(error)}. ${repair}.`, { cause: error });
  }
}
