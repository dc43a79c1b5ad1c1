import { type Action, actionInterface } from "./action.ts";
import { type Callee, calleeInterface } from "./callee.ts";
import { requireOption } from "./given.ts";
import { anything, refuseShape } from "./refuse-shape.ts";
import type { CallInputs, CallSecrets } from "./workflow-call.ts";

interface UnpinnedActionOptions<Input extends string, Required extends Input, Output extends string> {
  /** As it stands in the file: `actions/checkout@v4`, `docker://alpine:3.20`. */
  readonly uses: string;
  readonly inputs?: readonly Input[];
  readonly required?: readonly Required[];
  readonly outputs?: readonly Output[];
}

/**
 * An action by a tag or a branch, or an image: whatever that holds on the day. The policy refuses it; it exists so that
 * an imported workflow keeps its version until `tidegate pins add` pins it.
 */
export function unpinnedAction<
  const Input extends string = never,
  const Required extends Input = never,
  const Output extends string = never,
>(options: UnpinnedActionOptions<Input, Required, Output>): Action<Input, Required, Output> {
  requireOption("unpinnedAction(…)", options, "uses", '"owner/name@v1"');
  refuseShape("unpinnedAction(…)", options, { ...actionInterface, uses: anything });
  const { uses, inputs = [], required = [], outputs = [] } = options;
  const location = { kind: "unpinned", uses } as const;
  return { kind: "action", name: uses, location, inputs, required, outputs, permissions: {}, ignores: [] };
}

interface UnpinnedWorkflowOptions<I extends CallInputs, S extends CallSecrets, Output extends string> {
  /** As it stands in the file: `acme/flows/.github/workflows/deploy.yml@v2`. */
  readonly uses: string;
  readonly inputs?: I;
  readonly secrets?: S;
  readonly outputs?: readonly Output[];
}

type None = Readonly<Record<never, never>>;

/** A workflow of another repository by a tag or a branch; see {@link unpinnedAction}. */
export function unpinnedWorkflow<
  const I extends CallInputs = None,
  const S extends CallSecrets = None,
  const Output extends string = never,
>(options: UnpinnedWorkflowOptions<I, S, Output>): Callee<I, S, Output> {
  requireOption("unpinnedWorkflow(…)", options, "uses", '"owner/name/.github/workflows/file.yml@v1"');
  refuseShape("unpinnedWorkflow(…)", options, { ...calleeInterface, uses: anything });
  const { uses, inputs, secrets, outputs = [] } = options;
  return {
    kind: "callee",
    location: { kind: "unpinned", uses },
    inputs: (inputs ?? {}) as I,
    secrets: (secrets ?? {}) as S,
    outputs,
    permissions: {},
    ignores: [],
  };
}
