import { actions } from "../pins/actions.gen.ts";
import type { ActionInputs } from "./action.ts";
import { type Step, type StepOptions, uses } from "./step.ts";

type Checkout = typeof actions.checkout;
type CheckoutInputs = Checkout extends { inputs: readonly (infer I extends string)[] } ? ActionInputs<I, never> : never;

export interface CheckoutOptions extends Omit<CheckoutInputs, "persistCredentials"> {
  /**
   * Why the token must stay in the checkout's git configuration, where every later step can read it: "pushes the tag".
   * @default it does not stay
   */
  readonly keepCredentials?: string;
}

/** Checks the repository out, without leaving the token behind. Its step is called `checkout`. */
export function checkout(
  { keepCredentials, ...inputs }: CheckoutOptions = {},
  options: StepOptions & { readonly id?: string } = {},
): Step<Checkout["outputs"][number]> {
  const { id = "checkout", ...common } = options;
  return uses(
    id,
    actions.checkout,
    { ...inputs, persistCredentials: keepCredentials !== undefined },
    {
      name: "Check out",
      ...common,
      ...(keepCredentials === undefined ? {} : { reasons: { persistCredentials: keepCredentials } }),
    },
  );
}
