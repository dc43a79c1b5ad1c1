import type { EnvironmentSettings } from "../src/manifest/manifest.ts";
import { governanceSchema } from "../src/rollout/governance/policy.ts";
import type { ParsedGovernance } from "./schema/governance-schema.ts";

/** What stands in the manifest; empty where nothing was declared. */
export function toGovernance(
  options: ParsedGovernance | undefined,
): Pick<EnvironmentSettings, "governance" | "irreversibleFromPercent"> {
  if (options === undefined) return {};
  const { freezes = [], finishWithin, wait, longBake, onExpiry = "rollback", irreversibleFrom, ...said } = options;
  const governance = governanceSchema.parse({
    ...said,
    freezes: freezes.map(({ args: [window] }) => window),
    ...(finishWithin === undefined ? {} : { finishWithinMs: finishWithin }),
    ...(wait === undefined ? {} : { waitMs: wait }),
    longBake: longBake === "watchdog" ? onExpiry : "attended",
  });
  return { governance, ...(irreversibleFrom === undefined ? {} : { irreversibleFromPercent: irreversibleFrom }) };
}
