import type { EnvironmentSettings } from "../../src/manifest/manifest.ts";
import { formatPath } from "../configuration-problem.ts";
import { writtenPath } from "../written-path.ts";
import type { Finding, Rule } from "./rule.ts";

const error = (path: Finding["path"], message: string): Finding => ({ severity: "error", path, message });

/** Each environment has its own name. GitHub compares them without regard to case, but ours are lower-case anyway. */
export const environmentNames: Rule = ({ service }) => {
  const names = service.settings.environments.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first < index) {
      const twin = formatPath(writtenPath(service, ["environments", first]));
      return [error(["environments", index], `"${name}" is the name of ${twin} too; give it another`)];
    }
    return name.endsWith("-rollback")
      ? [
          error(
            ["environments", index],
            `"${name}" ends in -rollback, the name of the environment that rollbacks run in; give it another`,
          ),
        ]
      : [];
  });
};

/** What is deployed without a human comes first, and asks nobody. */
export const automaticEnvironments: Rule = ({ options, service }) => {
  const environments = service.settings.environments;
  const firstManual = environments.findIndex(({ automatic }) => !automatic);
  return environments.flatMap(({ automatic, name }, index) => {
    const path = ["environments", index];
    const approvers = options.environments[index]?.args[1].approvers ?? [];
    if (automatic && approvers.length > 0) {
      return [error([...path, "automatic"], "is true, but there are approvers to ask; remove one of the two")];
    }
    if (automatic && firstManual >= 0 && firstManual < index) {
      const before = environments[firstManual]?.name;
      return [
        error(
          path,
          `"${name}" would be deployed automatically, but "${before}" before it is not; write automatic: false here, or automatic: true there`,
        ),
      ];
    }
    return [];
  });
};

/** Integration tests follow a deployment that the deliver workflow makes. */
export const integrationEnvironment: Rule = ({ options, service }) => {
  if (options.integration === false || options.integration === undefined) {
    return [];
  }
  const { after, command } = options.integration;
  const { environments } = service.settings;
  const findings: Finding[] = [];
  if (!environments.some(({ automatic }) => automatic)) {
    findings.push(
      error(
        ["integration"],
        "needs an environment that is deployed automatically, and there is none; write automatic: true for one, or integration: false",
      ),
    );
  } else if (after !== undefined) {
    findings.push(...untestable(after, environments).map((message) => error(["integration", "after"], message)));
  }
  if (command === undefined && options.toolchain.kind === "commands") {
    findings.push(error(["integration", "command"], "is missing; with commands() there is no default, so write one"));
  }
  return findings;
};

/** What keeps tests from following this one. A wave waits for its own regions only. */
function untestable(after: string, environments: readonly EnvironmentSettings[]): readonly string[] {
  const testable = environments
    .filter(({ automatic, wave }) => automatic && wave === undefined)
    .map(({ name }) => name);
  if (testable.includes(after)) return [];
  const names = testable.map((name) => `"${name}"`).join(", ");
  const isRegion = environments.some(({ name, wave }) => name === after && wave !== undefined);
  if (isRegion || environments.some(({ wave }) => wave === after)) {
    const what = isRegion ? "a region of a wave" : "a wave";
    const remedy =
      names === ""
        ? "write integration: false, or deploy an environment outside of waves automatically"
        : `write ${names}, or integration: false`;
    return [`"${after}" is ${what}, which does not wait for tests; ${remedy}`];
  }
  return [`"${after}" is not deployed automatically; write ${names === "" ? "integration: false" : `one of ${names}`}`];
}
