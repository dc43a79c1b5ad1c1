import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { reasonOf } from "../../errors/reason-of.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";

/** As much of the manifest as a picture needs: it may be of a newer tidegate. */
const manifestSchema = z.object({
  services: z.array(
    z.object({ environments: z.array(z.object({ name: z.string(), approvers: z.array(z.string()).optional() })) }),
  ),
});

const path = ".tidegate/delivery.json";

function readManifest(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const message = `${path} cannot be read: ${reasonOf(cause)}. Write it anew with npx projen.`;
    throw new TidegateError("invalid-configuration", message, { cause });
  }
}

/**
 * Who approves each environment, by its name; nobody where the repository delivers nothing.
 * @throws TidegateError when the manifest is no JSON
 */
export function readApprovers(directory: string): ReadonlyMap<string, readonly string[]> {
  const file = join(directory, path);
  const parsed = existsSync(file) ? manifestSchema.safeParse(readManifest(file)) : undefined;
  const environments = parsed?.data?.services.flatMap((service) => service.environments) ?? [];
  return new Map(environments.map(({ name, approvers = [] }) => [name, approvers]));
}
