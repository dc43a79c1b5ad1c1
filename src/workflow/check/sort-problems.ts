import type { Problem } from "./problem.ts";

const compare = (a: string, b: string) => a.localeCompare(b, "en");

/** By the line its author wrote where that is known, then by the line in the file; the same whatever found it first. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.source?.file ?? "", b.source?.file ?? "") ||
      (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
      compare(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compare(a.place, b.place) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );
}

/** `deliver.yml:31`, as far as the line is known. */
export function formatFilePlace({ file, line }: Problem): string {
  return line === undefined ? file : `${file}:${line}`;
}
