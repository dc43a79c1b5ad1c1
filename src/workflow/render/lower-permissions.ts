import type { GrantedPermission } from "../model/permissions.ts";
import type { Plain, Remark } from "./writer.ts";

export interface LoweredPermissions {
  readonly permissions: Plain;
  /** The reasons, from the job. */
  readonly remarks: readonly Remark[];
}

/** The permissions of a job, each with the reasons of all who asked for it. */
export function lowerPermissions(granted: readonly GrantedPermission[]): LoweredPermissions {
  const explained = granted.filter(({ why }) => why.length > 0);
  return {
    permissions: Object.fromEntries(granted.map(({ scope, level }) => [scope, level])),
    remarks: explained.map(({ scope, why }) => ({ path: ["permissions", scope], text: why.join("; ") })),
  };
}
