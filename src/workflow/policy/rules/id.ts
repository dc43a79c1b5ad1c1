import type { JobView } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";

const isId = (id: string) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(id);
const rule = "Use letters, digits, - and _, and begin with a letter.";

function ofSteps({ steps }: JobView): readonly Finding[] {
  const seen = new Set<string>();
  return steps.flatMap(({ path, fields }) => {
    const { id } = fields;
    if (typeof id !== "string" || id.includes("${{")) {
      return [];
    }
    const isTaken = seen.has(id.toLowerCase());
    seen.add(id.toLowerCase());
    return [
      ...(isId(id) ? [] : [{ path: [...path, "id"], message: `"${id}" cannot be the id of a step. ${rule}` }]),
      ...(isTaken
        ? [{ path: [...path, "id"], message: `Two steps are called "${id}" (case does not count). Rename one.` }]
        : []),
    ];
  });
}

function ofJobs(jobs: readonly JobView[]): readonly Finding[] {
  const ids = jobs.map(({ id }) => id.toLowerCase());
  return jobs.flatMap(({ id, path }, index) => [
    ...(isId(id) ? [] : [{ path, message: `"${id}" cannot be the id of a job. ${rule}` }]),
    ...(ids.indexOf(id.toLowerCase()) < index
      ? [{ path, message: `Two jobs are called "${id}" (case does not count). Rename one.` }]
      : []),
  ]);
}

/**
 * GitHub refuses the workflow; its expressions do not tell upper from lower case, so ids that differ in nothing else
 * are one.
 */
export const id: PolicyRule = {
  id: "id",
  severity: "error",
  appliesTo: "all",
  origin: "actionlint",
  check: ({ jobs }) => [...ofJobs(jobs), ...jobs.flatMap(ofSteps)],
};
