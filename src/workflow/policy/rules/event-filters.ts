import { fieldsOf } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

const pairs = ["branches", "tags", "paths"];

/** GitHub refuses the workflow when both are there; a `!pattern` in the one does what the other is for. */
export const eventFilters: PolicyRule = {
  id: "event-filters",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: ({ triggers }) =>
    Object.entries(triggers).flatMap(([event, filters]) =>
      pairs
        .filter((name) => Object.hasOwn(fieldsOf(filters), name) && Object.hasOwn(fieldsOf(filters), `${name}-ignore`))
        .map((name) => ({
          path: ["on", event, `${name}-ignore`],
          message: `${event} has ${name} and ${name}-ignore. Leave one, and write what else is not meant as "!pattern" under ${name}.`,
        })),
    ),
};
