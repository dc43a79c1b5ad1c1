import type { WorkflowView } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";
import { inputPath, type Use, usesOf } from "../uses-of.ts";

function keepsCredentials(view: WorkflowView, use: Use): boolean {
  const persist = String(use.inputs["persist-credentials"]);
  const isDeclared = persist === "true" && view.remark(inputPath(use, "persist-credentials")) !== undefined;
  return use.action === "actions/checkout" && persist !== "false" && !isDeclared;
}

/** The token would stay on the disk, where every later step, and an uploaded workspace, has it. */
export const artipacked: PolicyRule = {
  id: "artipacked",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  isNarrower: true,
  check: (view) =>
    usesOf(view)
      .filter((use) => keepsCredentials(view, use))
      .map(({ path }) => ({
        path,
        message:
          "The checkout leaves its token behind. Set persist-credentials: false, or say behind true why it stays.",
      })),
};
