import { z } from "zod";
import { embeddedTargetSchema } from "../../manifest/manifest.ts";

/**
 * How the processes of one release run. Kept with the release, so that going back brings its own settings back too.
 */
export const armSettingsSchema = embeddedTargetSchema
  .pick({ instances: true, env: true, healthPath: true, drainMs: true })
  .extend({
    /** Histogram limits in milliseconds, ascending; each latency objective's limit is one of them. */
    bucketsMs: z.array(z.number().positive()),
  });
export type ArmSettings = z.infer<typeof armSettingsSchema>;
