import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";

export const definition = defineAction({
  name: "coverage",
  title: "tidegate coverage",
  description: "Shows a coverage report as a table in the step summary and fails under the threshold.",
  inputs: {
    report: {
      description: "Path of an lcov report, from the workspace.",
      schema: z.string(),
      required: false,
      default: "coverage/lcov.info",
    },
    threshold: {
      description: "Lowest share of lines that must be covered, in percent, 0 to 100.",
      schema: z
        .string()
        .regex(/^\d{1,3}(\.\d+)?$/, "expected a number from 0 to 100")
        .transform(Number)
        .pipe(z.number().max(100, "expected a number from 0 to 100")),
      required: true,
    },
    title: {
      description: "Heading of the table.",
      schema: z.string(),
      required: false,
      default: "Coverage",
    },
  },
  outputs: { lines: "Share of lines covered, in percent with one decimal." },
});
