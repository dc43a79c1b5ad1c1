import type { ServiceSettings } from "../src/manifest/manifest.ts";
import type { Pipeline } from "../workflows/pipeline.ts";

/** One service with everything decided: what its workflows are made from, and what its actions read. */
export interface ServiceDefinition {
  readonly pipeline: Pipeline;
  readonly settings: ServiceSettings;
}
