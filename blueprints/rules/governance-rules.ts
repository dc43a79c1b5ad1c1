import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import { longestAttendedBakeMs } from "../../src/rollout/lease.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { ParsedGovernance } from "../schema/governance-schema.ts";
import type { Finding, Rule } from "./rule.ts";

/** What a team has decided about its rollouts can be done, and does something. */
export const governanceRules: Rule = ({ options, service }) => {
  const { environments } = service.settings;
  return environments.flatMap((environment, index) => {
    const declared = options.environments[index]?.args[1].governance;
    if (declared === undefined) return [];
    const next = environments.slice(index + 1).find(({ automatic }) => automatic);
    const remarks = [...longBakes(declared, environment, next), ...freezes(declared), ...budget(declared, environment)];
    return remarks.map(({ severity, option, message }) => ({
      severity,
      path: ["environments", index, "governance", option],
      message,
    }));
  });
};

interface Remark extends Pick<Finding, "severity" | "message"> {
  readonly option: keyof ParsedGovernance;
}

/** Somebody finishes a bake, and what comes after it does not begin before. */
function longBakes(
  { longBake, onExpiry }: ParsedGovernance,
  environment: EnvironmentSettings,
  next: EnvironmentSettings | undefined,
): readonly Remark[] {
  if (longBake !== "watchdog") {
    const message = 'is only looked at with longBake: "watchdog"; write that too, or remove it';
    return onExpiry === undefined ? [] : [{ severity: "error", option: "onExpiry", message }];
  }
  if (next !== undefined) {
    const message = `"watchdog" ends the job before it is known how the bake ends, but "${next.name}" is deployed automatically after it; write automatic: false there, or "attended" here`;
    return [{ severity: "error", option: "longBake", message }];
  }
  if (isLong(environment)) return [];
  const message = '"watchdog" changes nothing: no bake or test here is longer than "15m"';
  return [{ severity: "warning", option: "longBake", message }];
}

function isLong({ strategy, limits }: EnvironmentSettings): boolean {
  const { bakeMs, steps } = planOf(strategy, limits, true);
  const isLongTest = steps.some(({ end, maxObserveMs }) => end !== undefined && maxObserveMs > longestAttendedBakeMs);
  return bakeMs > longestAttendedBakeMs || isLongTest;
}

/** Somebody remembers what was served. */
function budget({ errorBudget }: ParsedGovernance, { metrics }: EnvironmentSettings): readonly Remark[] {
  if (errorBudget === undefined || metrics.kind === "prometheus") return [];
  const message = `needs a source that remembers what was served, and ${metrics.kind} does not; declare metrics: prometheus({ … }), or remove it`;
  return [{ severity: "error", option: "errorBudget", message }];
}

/** What is said about freezes is about some. */
function freezes(declared: ParsedGovernance): readonly Remark[] {
  const { onFreeze, finishWithin } = declared;
  const option = onFreeze === undefined ? "finishWithin" : "onFreeze";
  if (declared[option] === undefined) return [];
  if ((declared.freezes ?? []).length === 0) {
    return [{ severity: "warning", option, message: "changes nothing without freezes; declare some, or remove it" }];
  }
  if (finishWithin === undefined || onFreeze === undefined || onFreeze === "finish") return [];
  const message = `is not looked at with onFreeze: "${onFreeze}"; remove one of the two`;
  return [{ severity: "warning", option: "finishWithin", message }];
}
