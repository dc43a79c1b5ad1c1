import type { TargetSettings } from "../../src/manifest/manifest.ts";
import { targetCapabilities } from "../../src/manifest/target-capabilities.ts";
import { unsupportedBy } from "../../src/rollout/capabilities.ts";
import type { Plan } from "../../src/rollout/plan.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { TargetCapabilities } from "../../src/rollout/ports.ts";
import type { Finding, Rule } from "./rule.ts";

/** A strategy that its target cannot carry out is an error here, and is refused again by the engine when it runs. */
export function createCapabilityRule(capabilitiesOf: (target: TargetSettings) => TargetCapabilities): Rule {
  return ({ options, service }) =>
    service.settings.environments.flatMap(({ strategy, limits, target }, index) => {
      const plan = planOf(strategy, limits, true);
      // Shares that are none are another rule's.
      if (!hasShares(plan)) return [];
      const isWritten = options.environments[index]?.args[1].strategy !== undefined;
      const path = ["environments", index, isWritten ? "strategy" : "target"];
      return unsupportedBy(plan, capabilitiesOf(target)).map(
        ({ text }): Finding => ({
          severity: "error",
          path,
          message: `needs what ${target.kind}() cannot do: ${text}; choose another strategy, or another target`,
        }),
      );
    });
}

function hasShares({ steps }: Plan): boolean {
  return steps.every(({ candidatePercent }) => candidatePercent >= 0 && candidatePercent <= 100);
}

export const capabilities: Rule = createCapabilityRule(targetCapabilities);
