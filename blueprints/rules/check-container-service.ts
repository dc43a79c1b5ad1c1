import { writtenPath } from "../written-path.ts";
import { capabilities } from "./capability-rule.ts";
import { automaticEnvironments, environmentNames, integrationEnvironment } from "./environment-rules.ts";
import { governanceRules } from "./governance-rules.ts";
import { judgeRules, limitRules } from "./limit-rules.ts";
import { power } from "./power-rule.ts";
import { productionName } from "./production-name-rule.ts";
import type { Finding, Rule, RuleInput } from "./rule.ts";
import {
  channelNames,
  directory,
  dockerfile,
  integrationVariables,
  objectives,
  registryLogin,
} from "./service-rules.ts";
import { strategyRules } from "./strategy-rules.ts";
import { waveRules } from "./wave-rules.ts";

const rules: readonly Rule[] = [
  objectives,
  environmentNames,
  automaticEnvironments,
  strategyRules,
  capabilities,
  limitRules,
  judgeRules,
  governanceRules,
  integrationEnvironment,
  integrationVariables,
  channelNames,
  directory,
  registryLogin,
  dockerfile,
  power,
  productionName,
  waveRules,
];

/** The third step: everything that is well-formed and still cannot be, or should not; with paths as they were written. */
export function checkContainerService(input: RuleInput): readonly Finding[] {
  return rules
    .flatMap((rule) => rule(input))
    .map((finding) => ({ ...finding, path: writtenPath(input.service, finding.path) }));
}
