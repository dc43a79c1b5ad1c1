import type { PolicyRule } from "./rule.ts";

export const concurrency: PolicyRule = {
  id: "concurrency",
  severity: "error",
  check: ({ fields }) =>
    fields.concurrency === undefined
      ? [
          {
            path: ["concurrency"],
            message: "Two runs could act at the same time. Give the workflow a concurrency group.",
          },
        ]
      : [],
};
