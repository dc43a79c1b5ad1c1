import type { PolicyRule } from "../rule.ts";

/** Narrower than zizmor, which also asks for `cancel-in-progress`: a deployment must not be cancelled by the next. */
export const concurrencyLimits: PolicyRule = {
  id: "concurrency-limits",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  isNarrower: true,
  check: ({ fields, triggers }) => {
    const isOnlyCalled = Object.keys(triggers).join() === "workflow_call";
    const message = "Two runs could act at the same time. Give the workflow a concurrency group.";
    return fields.concurrency === undefined && !isOnlyCalled ? [{ path: ["concurrency"], message }] : [];
  },
};
