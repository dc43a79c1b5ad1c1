import { fieldsOf } from "../check/workflow-view.ts";
import type { PolicyRule } from "./rule.ts";

/** Without it, every job gets whatever the repository's settings give, which may be everything. */
export const emptyPermissions: PolicyRule = {
  id: "empty-permissions",
  severity: "error",
  check({ fields: { permissions } }) {
    const isEmpty = typeof permissions === "object" && permissions !== null && Object.keys(permissions).length === 0;
    const given = permissions === undefined ? "nothing" : JSON.stringify(permissions);
    const message = `The workflow's permissions say ${given}. Write permissions: {} there, and what is needed at each job.`;
    return isEmpty ? [] : [{ path: ["permissions"], message }];
  },
};

/** `write-all` and `read-all` grow with every scope GitHub invents. */
export const namedPermissions: PolicyRule = {
  id: "named-permissions",
  severity: "error",
  check: ({ jobs }) =>
    jobs
      .filter(({ fields }) => typeof fields.permissions === "string")
      .map(({ path, fields }) => ({
        path: [...path, "permissions"],
        message: `permissions: ${fields.permissions} covers what nobody asked for. Name each scope.`,
      })),
};

/** That a job reads the repository says itself; anything else has a reason that its reader wants to know. */
const saysItself = (scope: string, level: unknown) => level === "none" || (scope === "contents" && level === "read");

export const documentedPermissions: PolicyRule = {
  id: "documented-permissions",
  severity: "error",
  check: (view) =>
    view.jobs.flatMap(({ path, fields }) =>
      Object.entries(fieldsOf(fields.permissions))
        .map(([scope, level]) => ({ path: [...path, "permissions", scope], scope, level }))
        .filter((permission) => !saysItself(permission.scope, permission.level) && !view.remark(permission.path))
        .map(({ path: at, scope, level }) => ({ path: at, message: `Say behind "${scope}: ${level}" what for.` })),
    ),
};
