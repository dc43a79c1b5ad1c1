import { fieldsOf, type StepView, type WorkflowView } from "../check/workflow-view.ts";
import type { PolicyRule } from "./rule.ts";

function keepsCredentials(view: WorkflowView, { path, fields }: StepView): boolean {
  const isCheckout = typeof fields.uses === "string" && fields.uses.startsWith("actions/checkout@");
  const persist = fieldsOf(fields.with)["persist-credentials"];
  const isDeclared = String(persist) === "true" && view.remark([...path, "with", "persist-credentials"]) !== undefined;
  return isCheckout && String(persist) !== "false" && !isDeclared;
}

/** The token would stay in .git/config, where every later step, and an uploaded workspace, has it. */
export const checkoutCredentials: PolicyRule = {
  id: "checkout-credentials",
  severity: "error",
  check: (view) =>
    view.jobs
      .flatMap(({ steps }) => steps)
      .filter((step) => keepsCredentials(view, step))
      .map(({ path }) => ({
        path: [...path, "uses"],
        message:
          "The checkout leaves its token behind. Set persist-credentials: false, or say behind true why it stays.",
      })),
};
