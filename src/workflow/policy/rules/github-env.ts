import type { PolicyRule } from "../rule.ts";
import { commandsOf, scriptsOf } from "../steps-of.ts";

const writes =
  /(?:>>?|\btee\b|\bOut-File\b|\bAdd-Content\b|\bSet-Content\b).*\$?(?:env:|\{env:)?\{?GITHUB_(?:ENV|PATH)\b/i;
const dangerous = ["pull_request_target", "workflow_run"];

/** Who can write the environment of later steps can run code in them: LD_PRELOAD, or another `git` in the PATH. */
export const githubEnv: PolicyRule = {
  id: "github-env",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: (view) =>
    dangerous.some((event) => Object.hasOwn(view.triggers, event))
      ? scriptsOf(view)
          .filter((script) => commandsOf(script).some((line) => writes.test(line)))
          .map(({ path }) => ({
            path,
            message:
              "This writes the environment of later steps in a run that a stranger can start. Give a value on through GITHUB_OUTPUT.",
          }))
      : [],
};
