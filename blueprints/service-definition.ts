import type { ServiceSettings } from "../src/manifest/manifest.ts";
import type { Pipeline } from "../workflows/pipeline.ts";
import type { Key } from "./find-in-source.ts";

/** One service with everything decided: what its workflows are made from, and what its actions read. */
export interface ServiceDefinition {
  readonly pipeline: Pipeline;
  readonly settings: ServiceSettings;
  /** Where each environment was written, from the blueprint's options: `["environments", 2, 1]` in a wave. */
  readonly places: readonly (readonly Key[])[];
}
