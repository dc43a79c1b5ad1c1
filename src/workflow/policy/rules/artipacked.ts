import { fieldsOf, type StepView, type WorkflowView } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";
import { stepsOf } from "../steps-of.ts";

function keepsCredentials(view: WorkflowView, { path, fields }: StepView): boolean {
  const isCheckout = typeof fields.uses === "string" && /^actions\/checkout@/i.test(fields.uses);
  const persist = fieldsOf(fields.with)["persist-credentials"];
  const isDeclared = String(persist) === "true" && view.remark([...path, "with", "persist-credentials"]) !== undefined;
  return isCheckout && String(persist) !== "false" && !isDeclared;
}

/** The token would stay on the disk, where every later step, and an uploaded workspace, has it. */
export const artipacked: PolicyRule = {
  id: "artipacked",
  severity: "error",
  origin: "zizmor",
  isNarrower: true,
  check: (view) =>
    stepsOf(view)
      .filter((step) => keepsCredentials(view, step))
      .map(({ path }) => ({
        path: [...path, "uses"],
        message:
          "The checkout leaves its token behind. Set persist-credentials: false, or say behind true why it stays.",
      })),
};
