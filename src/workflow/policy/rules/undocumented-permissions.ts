import { fieldsOf } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

/** That a job reads the repository says itself; anything else has a reason that its reader wants to know. */
const saysItself = (scope: string, level: unknown) => level === "none" || (scope === "contents" && level === "read");

/** A permission without a reason is never taken away again, since no reviewer can tell whether it is still needed. */
export const undocumentedPermissions: PolicyRule = {
  id: "undocumented-permissions",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: (view) =>
    view.jobs.flatMap(({ path, fields }) =>
      Object.entries(fieldsOf(fields.permissions))
        .map(([scope, level]) => ({ path: [...path, "permissions", scope], scope, level }))
        .filter((permission) => !saysItself(permission.scope, permission.level) && !view.remark(permission.path))
        .map(({ path: at, scope, level }) => ({ path: at, message: `Say behind "${scope}: ${level}" what for.` })),
    ),
};
