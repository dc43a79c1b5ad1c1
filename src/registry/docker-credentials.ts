import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";

/** Finds the value of a Basic `Authorization` header (without the word) for a registry host. */
export type FindCredentials = (host: string) => string | undefined;

const configSchema = z.object({
  auths: z.record(z.string(), z.object({ auth: z.string().optional() })).default({}),
});

/** Where `docker login` for Docker Hub writes. */
const hubKey = "https://index.docker.io/v1/";

/**
 * Reads what `docker login` (and docker/login-action) wrote: `auths` in `$DOCKER_CONFIG/config.json`. Credential helpers
 * are not run. The file is read at each question, so that a login during a run counts.
 *
 * @throws TidegateError `invalid-configuration` when the file is there and cannot be understood
 */
export function dockerCredentials(env: Readonly<Record<string, string | undefined>>): FindCredentials {
  const path = join(env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker"), "config.json");
  return (host) => {
    const { auths } = readConfig(path);
    const keys = [host, `https://${host}`, `https://${host}/v1/`, ...(host === "docker.io" ? [hubKey] : [])];
    return keys.map((key) => auths[key]?.auth).find((auth) => auth !== undefined && auth !== "");
  };
}

function readConfig(path: string): z.output<typeof configSchema> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return { auths: {} };
  }
  try {
    return configSchema.parse(JSON.parse(text));
  } catch {
    // The cause could quote the file, which holds passwords.
    throw new TidegateError(
      "invalid-configuration",
      `${path} is not a Docker configuration that can be read. Log in to the registry again.`,
    );
  }
}
