import type { PolicyRule } from "../rule.ts";

const isName = (name: unknown) => typeof name === "string" && name.trim() !== "";

/**
 * The list of runs shows the file's path instead, and a required check the job's id: rename that, and a branch rule
 * waits for ever.
 */
export const anonymousDefinition: PolicyRule = {
  id: "anonymous-definition",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: ({ fields, jobs }) => [
    ...(isName(fields.name)
      ? []
      : [{ path: ["name"], message: "The workflow has no name. Give it one for the list of runs." }]),
    ...jobs
      .filter((job) => !isName(job.fields.name))
      .map(({ id, path }) => ({
        path: [...path, "name"],
        message: `Job "${id}" has no name. Give it one for the run's page.`,
      })),
  ],
};
