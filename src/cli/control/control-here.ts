import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { connect } from "../../connect/connect.ts";
import { type Control, control } from "../../connect/control.ts";
import { loadManifest } from "../../connect/load-manifest.ts";

export interface ControlPlace {
  readonly service: string;
  readonly environment: string;
  /** Path of the manifest. */
  readonly manifest: string;
}

/** @returns the exit code: 0 when the decision is in the record or has been carried out */
export async function controlHere(wish: Control, { service, environment, manifest }: ControlPlace): Promise<number> {
  const { env, stderr, stdout } = process;
  const connection = connect({
    manifest: await loadManifest(resolve(manifest)),
    service,
    environment,
    env,
    token: env.GITHUB_TOKEN,
  });
  const log = {
    info: (message: string) => void stderr.write(`${message}\n`),
    warning: (message: string) => void stderr.write(`! ${message}\n`),
  };
  const { outcome, message, isDone } = await control(wish, connection, { log, newId: randomUUID });
  (isDone ? stdout : stderr).write(`${outcome}: ${message}\n`);
  return isDone ? 0 : 1;
}
