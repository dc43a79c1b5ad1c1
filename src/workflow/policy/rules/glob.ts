import { fieldsOf } from "../../check/workflow-view.ts";
import { findGlobProblem, findRefProblem } from "../glob-pattern.ts";
import type { PolicyRule } from "../rule.ts";

const refFilters = ["branches", "branches-ignore", "tags", "tags-ignore"];
const pathFilters = ["paths", "paths-ignore"];

function problemOf(filter: string, pattern: string): string | undefined {
  const inner = pattern.replace(/^!/, "");
  return findGlobProblem(inner) ?? (refFilters.includes(filter) ? findRefProblem(inner) : pathProblem(inner));
}

function pathProblem(pattern: string): string | undefined {
  const isRelative = pattern.split("/").some((part) => part === "." || part === "..");
  return isRelative ? "paths begin at the repository's root, without . and .." : undefined;
}

const listOf = (value: unknown) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** A filter that never fits is a workflow that never runs. Filters are globs, not regular expressions. */
export const glob: PolicyRule = {
  id: "glob",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: ({ triggers }) =>
    Object.entries(triggers).flatMap(([event, filters]) =>
      [...refFilters, ...pathFilters].flatMap((filter) =>
        listOf(fieldsOf(filters)[filter]).flatMap((pattern, index) => {
          const problem = typeof pattern === "string" ? problemOf(filter, pattern) : undefined;
          const message = `${filter} has the pattern ${JSON.stringify(pattern)}, but ${problem}. Write a glob as GitHub has them.`;
          return problem === undefined ? [] : [{ path: ["on", event, filter, index], message }];
        }),
      ),
    ),
};
