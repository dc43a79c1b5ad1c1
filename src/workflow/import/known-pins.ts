import { type Permissions, unionOfPermissions } from "../model/permissions.ts";
import { actions } from "../pins/actions.gen.ts";

/** An action of the pin file, by the name that TypeScript has for it. */
export interface KnownPin {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  readonly outputs: readonly string[];
  /** What every use of it brings into its job. */
  readonly permissions: Readonly<Record<string, "read" | "write">>;
}

interface PinnedShape {
  readonly location: {
    readonly kind: string;
    readonly repository?: string;
    readonly path?: string;
    readonly sha?: string;
  };
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  readonly outputs: readonly string[];
  readonly permissions: Permissions;
}

function usesOf({ location: { repository, path, sha } }: PinnedShape): string {
  return `${[repository, path].filter(Boolean).join("/")}@${sha}`.toLowerCase();
}

const byUses: ReadonlyMap<string, KnownPin> = new Map(
  Object.entries(actions as unknown as Readonly<Record<string, PinnedShape>>).map(([name, action]) => [
    usesOf(action),
    {
      name,
      inputs: action.inputs,
      required: action.required,
      outputs: action.outputs,
      permissions: Object.fromEntries(
        unionOfPermissions([action.permissions]).map(({ scope, level }) => [scope, level]),
      ),
    },
  ]),
);

/** The action of the pin file that is exactly this one, at exactly this commit. */
export function findPin(uses: string): KnownPin | undefined {
  return byUses.get(uses.toLowerCase());
}
