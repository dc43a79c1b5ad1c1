import { fieldsOf, type Path, type WorkflowView } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

interface Owner {
  readonly path: Path;
  readonly env: unknown;
}

function ownersOf({ fields, jobs }: WorkflowView): readonly Owner[] {
  return [
    { path: ["env"], env: fields.env },
    ...jobs.flatMap((job) => [
      { path: [...job.path, "env"], env: job.fields.env },
      { path: [...job.path, "container", "env"], env: fieldsOf(job.fields.container).env },
      ...Object.entries(fieldsOf(job.fields.services)).map(([name, service]) => ({
        path: [...job.path, "services", name, "env"],
        env: fieldsOf(service).env,
      })),
      ...job.steps.map((step) => ({ path: [...step.path, "env"], env: step.fields.env })),
    ]),
  ];
}

/** The variable is set and no shell can name it: `"$MY-VAR"` is `$MY` and then text. */
export const envVar: PolicyRule = {
  id: "env-var",
  severity: "error",
  appliesTo: "all",
  origin: "actionlint",
  check: (view) =>
    ownersOf(view).flatMap(({ path, env }) =>
      Object.keys(fieldsOf(env))
        .filter((name) => !name.includes("${{") && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        .map((name) => ({
          path: [...path, name],
          message: `No shell can read a variable called "${name}". Use letters, digits and _, and no digit first.`,
        })),
    ),
};
