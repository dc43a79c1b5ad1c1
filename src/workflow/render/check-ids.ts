import type { Place, Report } from "./report.ts";

const idPattern = /^(?!__)[A-Za-z_][A-Za-z0-9_-]*$/;

/** Reports ids that GitHub refuses, and those that are there twice. */
export function checkIds(
  ids: readonly { readonly id: string; readonly place: Place }[],
  what: string,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const { id, place } of ids) {
    if (!idPattern.test(id)) {
      report.error(
        "id",
        `"${id}" cannot be the id of a ${what}: use letters, digits, - and _, and begin with a letter.`,
        place,
      );
    }
    if (seen.has(id.toLowerCase())) {
      report.error("duplicate-id", `There are two ${what}s called "${id}" (case does not count). Rename one.`, place);
    }
    seen.add(id.toLowerCase());
  }
}
