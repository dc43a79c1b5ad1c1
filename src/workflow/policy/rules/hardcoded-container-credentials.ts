import { fieldsOf } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

/** Everybody who can read the repository has the password, and its history keeps it after it is gone from the file. */
export const hardcodedContainerCredentials: PolicyRule = {
  id: "hardcoded-container-credentials",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: ({ jobs }) =>
    jobs.flatMap(({ path, fields }) =>
      [
        { path: [...path, "container", "credentials", "password"], container: fields.container },
        ...Object.entries(fieldsOf(fields.services)).map(([name, service]) => ({
          path: [...path, "services", name, "credentials", "password"],
          container: service,
        })),
      ]
        .map((found) => ({ ...found, password: fieldsOf(fieldsOf(found.container).credentials).password }))
        .filter(({ password }) => password !== undefined && !String(password).includes("${{"))
        .map(({ path: at }) => ({
          path: at,
          message:
            "A password stands in the file. Change it, store it as a secret, and read that: ${{ secrets.NAME }}.",
        })),
    ),
};
