import { requireOption } from "./given.ts";
import { type Ignore, selfRepository } from "./ignore.ts";
import type { Permissions } from "./permissions.ts";
import { anything, mapOf, names, optional, refuseShape, type Shape } from "./refuse-shape.ts";
import type { WorkflowModel } from "./workflow.ts";
import type { CallInputs, CallSecrets } from "./workflow-call.ts";

/** Where a called workflow's file is: in another repository at a commit, or in this one. */
export type CalleeLocation =
  | {
      readonly kind: "pinned";
      readonly repository: string;
      readonly path: string;
      readonly sha: string;
      readonly version: string;
    }
  /** `./.github/workflows/x.yml`, or `$/…` where Enterprise Server's runners need not understand it. */
  | { readonly kind: "local"; readonly path: string }
  /** By a tag or a branch: as it stands in an imported file, until it is pinned. */
  | { readonly kind: "unpinned"; readonly uses: string };

/** A workflow that can be called: what it takes and gives, under its own names. */
export interface Callee<
  I extends CallInputs = CallInputs,
  S extends CallSecrets = CallSecrets,
  Output extends string = string,
> {
  readonly kind: "callee";
  readonly location: CalleeLocation;
  readonly inputs: I;
  readonly secrets: S;
  readonly outputs: readonly Output[];
  /** What its jobs need; the caller's job passes it on. */
  readonly permissions: Permissions;
  /** What zizmor finds in every call of it. */
  readonly ignores: readonly Ignore[];
  /** The workflow itself where it is one of ours, for what it needs and whom it calls. */
  readonly workflow?: { readonly model: WorkflowModel };
}

interface CalleeShape<I extends CallInputs, S extends CallSecrets, Output extends string> {
  readonly inputs?: I;
  readonly secrets?: S;
  readonly outputs?: readonly Output[];
  /** What its jobs need: a called workflow can only be given less than its caller has. @default none */
  readonly permissions?: Permissions;
  readonly ignores?: readonly Ignore[];
}

/** What any called workflow takes and gives. */
export const calleeInterface = {
  inputs: optional(mapOf('{ version: input.string({ description: "Which" }) }', anything)),
  secrets: optional(mapOf("{ token: { required: true } }", anything)),
  outputs: optional(names),
} as const;

const calleeShape: Shape<CalleeShape<CallInputs, CallSecrets, string>> = {
  ...calleeInterface,
  permissions: anything,
  ignores: anything,
};

export interface RemoteWorkflowOptions<I extends CallInputs, S extends CallSecrets, Output extends string>
  extends CalleeShape<I, S, Output> {
  /** `owner/name/.github/workflows/file.yml`. */
  readonly uses: string;
  /** The tag the commit had when it was pinned; said in a comment beside it. */
  readonly version: string;
  /** The full commit, 40 hexadecimal digits. */
  readonly sha: string;
}

type None = Readonly<Record<never, never>>;

/** A workflow of another repository at one commit, with its interface as its `workflow_call` declares it. */
export function remoteWorkflow<
  const I extends CallInputs = None,
  const S extends CallSecrets = None,
  const Output extends string = never,
>(options: RemoteWorkflowOptions<I, S, Output>): Callee<I, S, Output> {
  requireOption("remoteWorkflow(…)", options, "uses", '"owner/name/.github/workflows/file.yml"');
  refuseShape("remoteWorkflow(…)", options, { ...calleeShape, uses: anything, version: anything, sha: anything });
  const { uses, version, sha, ...shape } = options;
  const [owner, name, ...folders] = uses.split("/");
  return callee({ kind: "pinned", repository: `${owner}/${name}`, path: folders.join("/"), sha, version }, shape);
}

export interface LocalWorkflowOptions<I extends CallInputs, S extends CallSecrets, Output extends string>
  extends CalleeShape<I, S, Output> {
  readonly path: `./.github/workflows/${string}` | `$/.github/workflows/${string}`;
}

/** A workflow of the same repository that is written by hand, with its interface as its `workflow_call` declares it. */
export function localWorkflow<
  const I extends CallInputs = None,
  const S extends CallSecrets = None,
  const Output extends string = never,
>(options: LocalWorkflowOptions<I, S, Output>): Callee<I, S, Output> {
  requireOption("localWorkflow(…)", options, "path", '"./.github/workflows/file.yml"');
  refuseShape("localWorkflow(…)", options, { ...calleeShape, path: anything });
  const { path, ...shape } = options;
  const ignores = path.startsWith("./") ? [selfRepository] : [];
  return callee({ kind: "local", path }, { ...shape, ignores: [...ignores, ...(shape.ignores ?? [])] });
}

function callee<I extends CallInputs, S extends CallSecrets, Output extends string>(
  location: CalleeLocation,
  { inputs, secrets, outputs = [], permissions = {}, ignores = [] }: CalleeShape<I, S, Output>,
): Callee<I, S, Output> {
  return {
    kind: "callee",
    location,
    inputs: (inputs ?? {}) as I,
    secrets: (secrets ?? {}) as S,
    outputs,
    permissions,
    ignores,
  };
}

/** What stands behind `uses:` of the job. */
export function toCallUses(location: CalleeLocation): string {
  if (location.kind !== "pinned") {
    return location.kind === "local" ? location.path : location.uses;
  }
  return `${location.repository}/${location.path}@${location.sha}`;
}
