import type { PolicyRule } from "./rule.ts";

export const secretsInherit: PolicyRule = {
  id: "secrets-inherit",
  severity: "error",
  check: ({ jobs }) =>
    jobs
      .filter(({ fields }) => fields.secrets === "inherit")
      .map(({ path }) => ({
        path: [...path, "secrets"],
        message: "The called workflow gets every secret. Pass those it needs by name.",
      })),
};

const allSecrets = /toJSON\(\s*secrets\s*\)|\bsecrets\s*\[/i;

/** GitHub redacts only secrets it knows a job to have; all of them, or one by a computed name, defeats that. */
export const secretsByName: PolicyRule = {
  id: "secrets-by-name",
  severity: "error",
  check: ({ jobs }) =>
    jobs.flatMap((job) =>
      [{ path: job.path, fields: { ...job.fields, steps: undefined } }, ...job.steps]
        .filter(({ fields }) => allSecrets.test(JSON.stringify(fields)))
        .map(({ path }) => ({
          path,
          message: "This reads all secrets, or one by a computed name. Name the one it needs.",
        })),
    ),
};
