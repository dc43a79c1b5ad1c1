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

/** To write, with the reason a reader finds beside it in the file: "pushes the image". */
export interface WritePermission {
  readonly level: "write";
  readonly why: string;
}

/** What a step needs its job's token to be allowed. */
export type Permissions = { readonly [S in WritableScope]?: "read" | WritePermission } & {
  readonly [S in WriteOnlyScope]?: WritePermission;
} & { readonly [S in ReadOnlyScope]?: "read" };

export interface GrantedPermission {
  readonly scope: string;
  readonly level: "read" | "write";
  /** The reasons of all who asked to write; empty for `read`. */
  readonly why: readonly string[];
}

function entriesOf(permissions: Permissions): readonly (readonly [string, "read" | WritePermission])[] {
  return Object.entries(permissions).filter(([, permission]) => permission !== undefined);
}

/** The union of what all need: write covers read, and every reason to write is kept. Sorted by scope. */
export function unionOfPermissions(all: readonly Permissions[]): readonly GrantedPermission[] {
  const granted = new Map<string, GrantedPermission>();
  for (const [scope, permission] of all.flatMap(entriesOf)) {
    const before = granted.get(scope)?.why ?? [];
    const why = permission === "read" ? before : [...new Set([...before, permission.why])];
    granted.set(scope, { scope, level: why.length > 0 ? "write" : "read", why });
  }
  return [...granted.values()].sort((a, b) => (a.scope < b.scope ? -1 : 1));
}
