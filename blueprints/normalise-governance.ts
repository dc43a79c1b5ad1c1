import type { EnvironmentSettings } from "../src/manifest/manifest.ts";
import { dayMs, type ErrorBudgetRules } from "../src/rollout/governance/error-budget-rules.ts";
import { governanceSchema } from "../src/rollout/governance/policy.ts";
import type { ParsedGovernance } from "./schema/governance-schema.ts";

/** What stands in the manifest; empty where nothing was declared. */
export function toGovernance(
  options: ParsedGovernance | undefined,
): Pick<EnvironmentSettings, "governance" | "irreversibleFromPercent"> {
  if (options === undefined) return {};
  const { freezes = [], finishWithin, wait, longBake, onExpiry = "rollback", ...others } = options;
  const { irreversibleFrom, errorBudget, ...said } = others;
  const governance = governanceSchema.parse({
    ...said,
    freezes: freezes.map(({ args: [window] }) => window),
    ...(finishWithin === undefined ? {} : { finishWithinMs: finishWithin }),
    ...(wait === undefined ? {} : { waitMs: wait }),
    ...(errorBudget === undefined ? {} : { errorBudget: toBudgetRules(errorBudget) }),
    longBake: longBake === "watchdog" ? onExpiry : "attended",
  });
  return { governance, ...(irreversibleFrom === undefined ? {} : { irreversibleFromPercent: irreversibleFrom }) };
}

function toBudgetRules({
  window = 30 * dayMs,
  minRemaining = 0,
  allowUnknown,
}: NonNullable<ParsedGovernance["errorBudget"]>): ErrorBudgetRules {
  const rules = { windowMs: window, minRemaining: minRemaining / 100 };
  return allowUnknown === undefined ? rules : { ...rules, allowUnknown };
}
