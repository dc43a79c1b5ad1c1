import { readFileSync } from "node:fs";
import { z } from "zod";
import { releaseSchema } from "../../release/release.ts";
import { armSettingsSchema } from "./arm-settings.ts";
import { writeAtomically } from "./atomic-write.ts";
import { processIdentitySchema } from "./process-identity.ts";

/** What a gate must know after a crash. Everything else it takes from the delivery record. */
const gateStateSchema = z.object({
  /** Public port; kept so that users and other services find it again. */
  port: z.number().int(),
  /** The release that was stable when this was written. */
  stable: releaseSchema.optional(),
  /** Processes of all arms; whoever finds them after a crash ends them. */
  processes: z.array(processIdentitySchema),
  /** Digest → how that release ran. */
  settings: z.record(z.string(), armSettingsSchema),
});
export type GateState = z.infer<typeof gateStateSchema>;

/** An unreadable file counts as none: it only saves time and a port, the truth is in the record. */
export function readGateState(path: string): GateState {
  try {
    return gateStateSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return { port: 0, processes: [], settings: {} };
  }
}

export function writeGateState(path: string, state: GateState): void {
  writeAtomically(path, JSON.stringify(state));
}
