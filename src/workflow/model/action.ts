import type { CamelCase } from "../expression/camel-case.ts";
import type { Expression, StepScope, Text } from "../expression/expression.ts";
import { requireOption } from "./given.ts";
import { type Ignore, selfRepository } from "./ignore.ts";
import type { Permissions } from "./permissions.ts";
import { anything, names, optional, refuseShape, type Shape } from "./refuse-shape.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

/** Where an action's code is: another repository at a commit, or a folder of this one. */
export type ActionLocation =
  | {
      readonly kind: "pinned";
      readonly repository: string;
      readonly path?: string;
      readonly sha: string;
      readonly version: string;
    }
  | { readonly kind: "local"; readonly path: string }
  /** By a tag or a branch, or an image: as it stands in an imported file, until it is pinned. */
  | { readonly kind: "unpinned"; readonly uses: string };

/** An action as a value: what it takes and gives, under the names of its `action.yml`. */
export interface Action<Input extends string = string, Required extends Input = Input, Output extends string = string> {
  readonly kind: "action";
  readonly name: string;
  readonly location: ActionLocation;
  readonly inputs: readonly Input[];
  readonly required: readonly Required[];
  readonly outputs: readonly Output[];
  /** What every use of it needs. */
  readonly permissions: Permissions;
  /** What zizmor finds in every use of it. */
  readonly ignores: readonly Ignore[];
}

/** What an input takes. An array becomes one item a line. */
export type ActionInput = Text | number | boolean | readonly Text[] | Expression<unknown, StepScope>;

/** The inputs of a use, in camel case: those without a default are required. */
export type ActionInputs<Input extends string, Required extends Input> = {
  readonly [I in Required as CamelCase<I>]: ActionInput;
} & { readonly [I in Exclude<Input, Required> as CamelCase<I>]?: ActionInput | undefined };

interface ActionShape<Input extends string, Required extends Input, Output extends string> {
  readonly inputs?: readonly Input[];
  readonly required?: readonly Required[];
  readonly outputs?: readonly Output[];
  readonly permissions?: Permissions;
  /** Findings of zizmor that are accepted in every use of it. @default none */
  readonly ignores?: readonly Ignore[];
}

/** What any action takes and gives, by the names in its `action.yml`. */
export const actionInterface = {
  inputs: optional(names),
  required: optional(names),
  outputs: optional(names),
} as const;

const actionShape: Shape<ActionShape<string, string, string>> = {
  ...actionInterface,
  permissions: anything,
  ignores: anything,
};

export interface PinnedActionOptions<Input extends string, Required extends Input, Output extends string>
  extends ActionShape<Input, Required, Output> {
  /** `owner/name`, or `owner/name/folder` where the action is not at the root. */
  readonly uses: string;
  /** The tag the commit had when it was pinned; said in a comment beside it. */
  readonly version: string;
  /** The full commit, 40 hexadecimal digits. */
  readonly sha: string;
}

/**
 * An action of another repository at one commit. The widely used ones are ready in `actions`.
 * @throws WorkflowDefinitionError when `uses` names no owner or no repository
 */
export function pinnedAction<
  const Input extends string = never,
  const Required extends Input = never,
  const Output extends string = never,
>(options: PinnedActionOptions<Input, Required, Output>): Action<Input, Required, Output> {
  requireOption("pinnedAction(…)", options, "uses", '"owner/name"');
  refuseShape("pinnedAction(…)", options, { ...actionShape, uses: anything, version: anything, sha: anything });
  const [owner, name, ...folders] = options.uses.split("/");
  if (!owner || !name) {
    throw new WorkflowDefinitionError(`"${options.uses}" is no action: write owner/name, or owner/name/folder.`);
  }
  const location = {
    kind: "pinned",
    repository: `${owner}/${name}`,
    sha: options.sha,
    version: options.version,
    ...(folders.length > 0 ? { path: folders.join("/") } : {}),
  } as const;
  return action(options.uses, location, options);
}

export interface LocalActionOptions<Input extends string, Required extends Input, Output extends string>
  extends ActionShape<Input, Required, Output> {
  readonly name: string;
  /** The folder with its `action.yml`, from the root of the repository: `./.github/actions/tidegate/rollout`; with `$/` no checkout is needed, but Enterprise Server does not know it. */
  readonly path: `./${string}` | `$/${string}`;
}

/**
 * An action in a folder of the repository the workflow is in; with `./` the job must check the repository out first, and
 * each use of it accepts zizmor's wish for `$/`.
 */
export function localAction<
  const Input extends string = never,
  const Required extends Input = never,
  const Output extends string = never,
>(options: LocalActionOptions<Input, Required, Output>): Action<Input, Required, Output> {
  requireOption("localAction(…)", options, "path", '"./.github/actions/setup"');
  refuseShape("localAction(…)", options, { ...actionShape, name: anything, path: anything });
  const wished = options.path.startsWith("./") ? [selfRepository] : [];
  return action(
    options.name,
    { kind: "local", path: options.path },
    { ...options, ignores: [...wished, ...(options.ignores ?? [])] },
  );
}

function action<Input extends string, Required extends Input, Output extends string>(
  name: string,
  location: ActionLocation,
  { inputs = [], required = [], outputs = [], permissions = {}, ignores = [] }: ActionShape<Input, Required, Output>,
): Action<Input, Required, Output> {
  return { kind: "action", name, location, inputs, required, outputs, permissions, ignores };
}

/** What stands behind `uses:`. */
export function toUses(location: ActionLocation): string {
  if (location.kind !== "pinned") {
    return location.kind === "local" ? location.path : location.uses;
  }
  return `${[location.repository, location.path].filter(Boolean).join("/")}@${location.sha}`;
}
