import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import { connect } from "../../src/connect/connect.ts";
import type { EnvironmentSettings, Manifest } from "../../src/manifest/manifest.ts";
import { metricsSecrets } from "../../src/manifest/metrics-settings.ts";
import { budgetRefusal, checkBudget } from "../../src/rollout/governance/check-budget.ts";
import type { definition } from "./inputs.ts";

export interface BudgetSources {
  readonly manifest: Manifest;
  readonly environment: EnvironmentSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runner: Pick<Runner, "info" | "setSecret">;
}

/**
 * Why the error budget allows nothing new. This job enters no environment, so it may lack the secrets of one: then it is
 * left to the rollout, which looks at the budget in any case and begins nothing without an answer.
 */
export async function findBudgetRefusal(
  inputs: InputsOf<typeof definition>,
  { manifest, environment, env, runner }: BudgetSources,
): Promise<string | undefined> {
  const rules = environment.governance?.errorBudget;
  if (rules === undefined || inputs.hotfix === "true" || inputs["override-budget"] !== undefined) return undefined;
  const missing = metricsSecrets(environment.metrics).filter((name) => !env[name]);
  if (missing.length > 0) {
    runner.info(`The error budget is looked at when the rollout begins: ${missing.join(" and ")} is not known here.`);
    return undefined;
  }
  const connection = connect({ manifest, service: inputs.service, environment: environment.name, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  const { metrics, clock, service } = connection;
  const check = await checkBudget(rules, service.objectives, { metrics, clock });
  runner.info(`Error budget of ${environment.name}: ${check.text}`);
  return budgetRefusal(check, rules);
}
