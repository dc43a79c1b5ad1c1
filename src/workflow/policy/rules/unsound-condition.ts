import type { Finding, PolicyRule } from "../rule.ts";

/** Text beside `${{ }}`, a line break included, makes the whole a text that is not empty, which is true. */
const isText = (condition: unknown) =>
  typeof condition === "string" &&
  condition.includes("${{") &&
  !/^\$\{\{(?:'(?:[^']|'')*'|(?!\}\})[^'])*\}\}$/.test(condition);

/**
 * GitHub puts the value into the text around it, and a text that is not empty is true; the line break after `if: |` is
 * text too.
 */
export const unsoundCondition: PolicyRule = {
  id: "unsound-condition",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: ({ jobs }) =>
    jobs
      .flatMap((job) => [job, ...job.steps])
      .filter(({ fields }) => isText(fields.if))
      .map(
        ({ path, fields }): Finding => ({
          path: [...path, "if"],
          message: `${JSON.stringify(fields.if)} is always true: it has text beside \${{ }}. Put all of it between them, in one line.`,
        }),
      ),
};
