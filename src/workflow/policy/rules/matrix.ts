import { type Fields, fieldsOf, type Path } from "../../check/workflow-view.ts";
import { type ExpandedMatrix, expandMatrix } from "../expand-matrix.ts";
import type { Finding, PolicyRule } from "../rule.ts";

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function duplicates({ dimensions }: ExpandedMatrix, path: Path): readonly Finding[] {
  return Object.entries(dimensions).flatMap(([key, values]) => {
    const seen = values.map(text);
    const twice = [...new Set(seen.filter((value, index) => seen.indexOf(value) !== index))];
    return twice.map((value) => ({
      path: [...path, key],
      message: `${key} has ${value} twice, which runs the same job twice. Remove one.`,
    }));
  });
}

function isPossible(matrix: ExpandedMatrix, key: string, value: unknown): boolean {
  const values = [...(matrix.dimensions[key] ?? []), ...matrix.includes.map((include) => include[key])].map(text);
  return values.includes(text(value)) || values.some((known) => known?.includes("${{")) || text(value).includes("${{");
}

function uselessExcludes(matrix: ExpandedMatrix, path: Path): readonly Finding[] {
  return matrix.excludes.flatMap((exclude: Fields, index) =>
    Object.entries(exclude)
      .filter(([key, value]) => !isPossible(matrix, key, value))
      .map(([key, value]) => ({
        path: [...path, "exclude", index, key],
        message: `The matrix never has ${key}: ${text(value)}, so this excludes nothing. Correct it, or remove it.`,
      })),
  );
}

/**
 * An `exclude` that matches nothing is mostly a version that was raised in the matrix alone, so that the excluded job
 * runs again.
 */
export const matrix: PolicyRule = {
  id: "matrix",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: ({ jobs }) =>
    jobs.flatMap((job) => {
      const path = [...job.path, "strategy", "matrix"];
      const expanded = expandMatrix(fieldsOf(job.fields.strategy).matrix);
      return expanded ? [...duplicates(expanded, path), ...uselessExcludes(expanded, path)] : [];
    }),
};
