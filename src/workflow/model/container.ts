import type { JobScope, OutputScope, Text } from "../expression/expression.ts";

/** Who may pull an image. */
export interface RegistryCredentials {
  readonly username: Text<"value" | "secrets" | "env">;
  /** A secret, never a literal: `secret("REGISTRY_TOKEN")`, or `github.token`. */
  readonly password: Exclude<Text<"value" | "secrets" | "env">, string>;
}

/** A container a job runs in. */
export interface Container {
  /** With a digest: a tag can be moved. */
  readonly image: Text<JobScope>;
  readonly credentials?: RegistryCredentials;
  readonly env?: Readonly<Record<string, Text<OutputScope>>>;
  /** `host:container` or `container`. */
  readonly ports?: readonly Text<JobScope>[];
  /** `name:/path` or `/host:/path`. */
  readonly volumes?: readonly Text<JobScope>[];
  /** Of `docker create`: `--cpus 1`, `--health-cmd "pg_isready"`. */
  readonly options?: Text<JobScope>;
}

/** A container beside a job, reached by its name (from a container) or by a port (from the machine). */
export interface ServiceContainer extends Container {
  /** Instead of the image's. */
  readonly entrypoint?: Text<JobScope>;
  /** Instead of the image's. */
  readonly command?: Text<JobScope>;
}
