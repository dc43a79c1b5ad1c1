import { checkoutCredentials } from "./checkout-credentials.ts";
import { concurrency } from "./concurrency.ts";
import { dispatchInputs } from "./dispatch-inputs.ts";
import { documentedPermissions, emptyPermissions, namedPermissions } from "./empty-permissions.ts";
import { jobTimeout } from "./job-timeout.ts";
import { namedRunner } from "./named-runner.ts";
import { names } from "./names.ts";
import { pinnedImages } from "./pinned-images.ts";
import { pinnedUses } from "./pinned-uses.ts";
import type { PolicyRule } from "./rule.ts";
import { safeTriggers } from "./safe-triggers.ts";
import { scriptInjection } from "./script-injection.ts";
import { secretsByName, secretsInherit } from "./secrets.ts";
import { versionRemark } from "./version-remark.ts";

/** What every file we write satisfies; add to it with `validate(workflow, { rules: [...policyRules, mine] })`. */
export const policyRules: readonly PolicyRule[] = [
  checkoutCredentials,
  concurrency,
  dispatchInputs,
  documentedPermissions,
  emptyPermissions,
  jobTimeout,
  namedPermissions,
  namedRunner,
  names,
  pinnedImages,
  pinnedUses,
  safeTriggers,
  scriptInjection,
  secretsByName,
  secretsInherit,
  versionRemark,
];
