import { fieldsOf, type WorkflowView } from "../../check/workflow-view.ts";
import { publishesPackage } from "../publishing-commands.ts";
import type { Finding, PolicyRule } from "../rule.ts";
import { commandsOf, scriptsOf } from "../steps-of.ts";
import { usesOf } from "../uses-of.ts";

const tokens = /^(?:NPM_TOKEN|NODE_AUTH_TOKEN|TWINE_PASSWORD|UV_PUBLISH_TOKEN|GEM_HOST_API_KEY|CARGO_REGISTRY_TOKEN)$/;

function byCommand(view: WorkflowView): readonly Finding[] {
  return scriptsOf(view)
    .filter((script) => commandsOf(script).some(publishesPackage))
    .flatMap(({ path, step }) => {
      const token = Object.keys(fieldsOf(step.fields.env)).find((name) => tokens.test(name));
      const message = `${token} publishes for whoever reads it, for ever. Use trusted publishing: the registry trusts this workflow's identity (id-token: write).`;
      return token === undefined ? [] : [{ path, message }];
    });
}

function byAction(view: WorkflowView): readonly Finding[] {
  return usesOf(view)
    .filter(({ repository, inputs }) => repository === "pypa/gh-action-pypi-publish" && inputs.password !== undefined)
    .map(({ path }) => ({
      path,
      message:
        "A password publishes for whoever reads it. Leave it out, and let PyPI trust this workflow (id-token: write).",
    }));
}

/**
 * A long-lived token publishes for whoever reads it: the Shai-Hulud worm spread through npm with them. A workflow's own
 * identity lives for minutes.
 */
export const useTrustedPublishing: PolicyRule = {
  id: "use-trusted-publishing",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  isNarrower: true,
  check: (view) => [...byCommand(view), ...byAction(view)],
};
