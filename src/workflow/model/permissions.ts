/** What a token may be allowed to write. @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions */
type WritableScope =
  | "actions"
  | "artifact-metadata"
  | "attestations"
  | "checks"
  | "code-quality"
  | "contents"
  | "deployments"
  | "discussions"
  | "drives"
  | "issues"
  | "packages"
  | "pages"
  | "pull-requests"
  | "repository-projects"
  | "security-events"
  | "statuses";
type WriteOnlyScope = "copilot-requests" | "id-token";
type ReadOnlyScope = "models" | "vulnerability-alerts";

export type PermissionScope = WritableScope | WriteOnlyScope | ReadOnlyScope;

/** All there are, for whom types do not tell: as a record, so that none can be forgotten. */
export const permissionScopes: Readonly<Record<PermissionScope, true>> = {
  actions: true,
  "artifact-metadata": true,
  attestations: true,
  checks: true,
  "code-quality": true,
  contents: true,
  "copilot-requests": true,
  deployments: true,
  discussions: true,
  drives: true,
  "id-token": true,
  issues: true,
  models: true,
  packages: true,
  pages: true,
  "pull-requests": true,
  "repository-projects": true,
  "security-events": true,
  statuses: true,
  "vulnerability-alerts": true,
};

/** To write, with the reason a reader finds beside it in the file: "pushes the image". */
export interface WritePermission {
  readonly level: "write";
  readonly why: string;
}

/** To read, with the reason a reader finds beside it in the file: "pulls the image". */
export interface ReadPermission {
  readonly level: "read";
  readonly why: string;
}

/** What a step needs its job's token to be allowed. Only reading the repository goes without a reason. */
export type Permissions = {
  readonly [S in WritableScope]?: ReadPermission | WritePermission | (S extends "contents" ? "read" : never);
} & {
  readonly [S in WriteOnlyScope]?: WritePermission;
} & { readonly [S in ReadOnlyScope]?: ReadPermission };

export interface GrantedPermission {
  readonly scope: string;
  readonly level: "read" | "write";
  /** The reasons of all who asked for this level. */
  readonly why: readonly string[];
}

type Permission = "read" | ReadPermission | WritePermission;

function entriesOf(permissions: Permissions): readonly (readonly [string, Permission])[] {
  return Object.entries(permissions).filter(([, permission]) => permission !== undefined);
}

function grant(scope: string, permission: Permission): GrantedPermission {
  return permission === "read"
    ? { scope, level: "read", why: [] }
    : { scope, level: permission.level, why: [permission.why] };
}

function widen(before: GrantedPermission, more: GrantedPermission): GrantedPermission {
  if (before.level !== more.level) {
    return before.level === "write" ? before : more;
  }
  return { ...before, why: [...new Set([...before.why, ...more.why])] };
}

/** The union of what all need: write covers read, and every reason for the level is kept. Sorted by scope. */
export function unionOfPermissions(all: readonly Permissions[]): readonly GrantedPermission[] {
  const granted = new Map<string, GrantedPermission>();
  for (const [scope, permission] of all.flatMap(entriesOf)) {
    const before = granted.get(scope);
    const more = grant(scope, permission);
    granted.set(scope, before ? widen(before, more) : more);
  }
  return [...granted.values()].sort((a, b) => (a.scope < b.scope ? -1 : 1));
}

/** A level says more than the one below it, and a reason more than none. */
function weight(permission: Permission | undefined): number {
  if (permission === undefined) {
    return 0;
  }
  return permission === "read" ? 1 : permission.level === "read" ? 2 : 3;
}

/** Of two, the second wins unless it says less: write does not become read, nor a reason silence. */
export function joinPermissions(base: Permissions, more: Permissions = {}): Permissions {
  const asked = new Map(entriesOf(more));
  const kept = entriesOf(base).filter(([scope, permission]) => weight(permission) > weight(asked.get(scope)));
  return { ...base, ...more, ...Object.fromEntries(kept) };
}
