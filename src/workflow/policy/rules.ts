import type { PolicyRule } from "./rule.ts";
import { adhocPackages } from "./rules/adhoc-packages.ts";
import { anonymousDefinition } from "./rules/anonymous-definition.ts";
import { archivedUses } from "./rules/archived-uses.ts";
import { artipacked } from "./rules/artipacked.ts";
import { botConditions } from "./rules/bot-conditions.ts";
import { cachePoisoning } from "./rules/cache-poisoning.ts";
import { callInputs } from "./rules/call-inputs.ts";
import { callLimits } from "./rules/call-limits.ts";
import { callSecrets } from "./rules/call-secrets.ts";
import { concurrencyLimits } from "./rules/concurrency-limits.ts";
import { dangerousTriggers } from "./rules/dangerous-triggers.ts";
import { deprecatedCommands } from "./rules/deprecated-commands.ts";
import { dispatchInputs } from "./rules/dispatch-inputs.ts";
import { envVar } from "./rules/env-var.ts";
import { eventFilters } from "./rules/event-filters.ts";
import { excessivePermissions } from "./rules/excessive-permissions.ts";
import { expressionLength } from "./rules/expression-length.ts";
import { githubApp } from "./rules/github-app.ts";
import { githubEnv } from "./rules/github-env.ts";
import { glob } from "./rules/glob.ts";
import { hardcodedContainerCredentials } from "./rules/hardcoded-container-credentials.ts";
import { id } from "./rules/id.ts";
import { ifCond } from "./rules/if-cond.ts";
import { insecureCommands } from "./rules/insecure-commands.ts";
import { jobNeeds } from "./rules/job-needs.ts";
import { jobTimeout } from "./rules/job-timeout.ts";
import { matrix } from "./rules/matrix.ts";
import { matrixKey } from "./rules/matrix-key.ts";
import { matrixSize } from "./rules/matrix-size.ts";
import { misfeature } from "./rules/misfeature.ts";
import { namedRunner } from "./rules/named-runner.ts";
import { neverEmpty } from "./rules/never-empty.ts";
import { obfuscation } from "./rules/obfuscation.ts";
import { overprovisionedSecrets } from "./rules/overprovisioned-secrets.ts";
import { pullRequestGroup } from "./rules/pull-request-group.ts";
import { recursiveCall } from "./rules/recursive-call.ts";
import { refVersionMismatch } from "./rules/ref-version-mismatch.ts";
import { revokedPin } from "./rules/revoked-pin.ts";
import { runLength } from "./rules/run-length.ts";
import { runnerLabel } from "./rules/runner-label.ts";
import { schedule } from "./rules/schedule.ts";
import { secretsInherit } from "./rules/secrets-inherit.ts";
import { secretsOutsideEnv } from "./rules/secrets-outside-env.ts";
import { selfHostedRunner } from "./rules/self-hosted-runner.ts";
import { selfRepository } from "./rules/self-repository.ts";
import { sharedConcurrency } from "./rules/shared-concurrency.ts";
import { shellName } from "./rules/shell-name.ts";
import { superfluousActions } from "./rules/superfluous-actions.ts";
import { templateInjection } from "./rules/template-injection.ts";
import { typosquatUses } from "./rules/typosquat-uses.ts";
import { undefinedReference } from "./rules/undefined-reference.ts";
import { undocumentedPermissions } from "./rules/undocumented-permissions.ts";
import { unpinnedImages } from "./rules/unpinned-images.ts";
import { unpinnedTools } from "./rules/unpinned-tools.ts";
import { unpinnedUses } from "./rules/unpinned-uses.ts";
import { unreadResult } from "./rules/unread-result.ts";
import { unredactedSecrets } from "./rules/unredacted-secrets.ts";
import { unsoundCondition } from "./rules/unsound-condition.ts";
import { unsoundContains } from "./rules/unsound-contains.ts";
import { unsoundTernary } from "./rules/unsound-ternary.ts";
import { useTrustedPublishing } from "./rules/use-trusted-publishing.ts";
import { workflowCall } from "./rules/workflow-call.ts";

/** What every file we write satisfies; add to it with `validate(workflow, { rules: [...policyRules, mine] })`. */
export const policyRules: readonly PolicyRule[] = [
  adhocPackages,
  anonymousDefinition,
  archivedUses,
  artipacked,
  botConditions,
  cachePoisoning,
  callInputs,
  callLimits,
  callSecrets,
  concurrencyLimits,
  dangerousTriggers,
  deprecatedCommands,
  dispatchInputs,
  envVar,
  eventFilters,
  excessivePermissions,
  expressionLength,
  githubApp,
  githubEnv,
  glob,
  hardcodedContainerCredentials,
  id,
  ifCond,
  insecureCommands,
  jobNeeds,
  jobTimeout,
  matrixKey,
  matrixSize,
  matrix,
  misfeature,
  namedRunner,
  neverEmpty,
  obfuscation,
  overprovisionedSecrets,
  pullRequestGroup,
  recursiveCall,
  refVersionMismatch,
  revokedPin,
  runLength,
  runnerLabel,
  schedule,
  secretsInherit,
  sharedConcurrency,
  shellName,
  superfluousActions,
  templateInjection,
  typosquatUses,
  undefinedReference,
  undocumentedPermissions,
  unpinnedImages,
  unpinnedTools,
  unpinnedUses,
  unreadResult,
  unredactedSecrets,
  unsoundCondition,
  unsoundContains,
  unsoundTernary,
  useTrustedPublishing,
  workflowCall,
];

/**
 * Rules that a sound file may well break: not every team has environments for all its secrets, runners of GitHub's, or
 * github.com. Ask for them with `validate(workflow, { rules: [...policyRules, ...strictRules] })`.
 */
export const strictRules: readonly PolicyRule[] = [secretsOutsideEnv, selfHostedRunner, selfRepository];
