import { indicatorOf } from "../../src/slo/objective.ts";
import type { Finding, Rule } from "./rule.ts";

const error = (path: Finding["path"], message: string): Finding => ({ severity: "error", path, message });

/** One limit for each indicator; a latency of no time cannot be met. */
export const objectives: Rule = ({ service }) => {
  const indicators = service.settings.objectives.map(indicatorOf);
  return service.settings.objectives.flatMap((objective, index) => {
    const first = indicators.indexOf(indicators[index] ?? "");
    if (first < index) {
      return [error(["objectives", index], `promises the same as objectives[${first}]; keep one of them`)];
    }
    return objective.kind === "latency" && objective.underMs === 0
      ? [error(["objectives", index, "under"], 'is no time at all; write a duration such as "50ms"')]
      : [];
  });
};

/** Channels are told apart by name; `ledger` is GitHub's own. */
export const channelNames: Rule = ({ service }) => {
  const names = service.settings.notify.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first < index) {
      return [
        error(
          ["notify", index],
          `is named "${name}" like notify[${first}]; give it a name of its own: { name: "${name}-2", … }`,
        ),
      ];
    }
    return name === "ledger"
      ? [error(["notify", index, "name"], '"ledger" is kept for GitHub Deployments; choose another')]
      : [];
  });
};

/** A variable of ours that the tests already get cannot be set a second time. */
export const integrationVariables: Rule = ({ service }) =>
  ["BASE_URL", "JUNIT_FILE"]
    .filter((name) => Object.hasOwn(service.pipeline.integration?.env ?? {}, name))
    .map((name) => error(["integration", "env", name], "is set by the workflow itself; remove it"));

/** The service is where the options say. */
export const directory: Rule = ({ service, files }) =>
  files.isDirectory(service.settings.directory)
    ? []
    : [
        error(
          ["directory"],
          `"${service.settings.directory}" is no folder of this repository; write where the service lies`,
        ),
      ];

/** The workflow's own token only opens ghcr.io. */
export const registryLogin: Rule = ({ service: { pipeline } }) =>
  pipeline.image.registry === "ghcr.io" || pipeline.image.login !== "github-token"
    ? []
    : [
        error(
          ["image", "login"],
          `is missing: ${pipeline.image.registry} does not take the workflow's own token; write { username: "NAME_OF_A_SECRET", password: "NAME_OF_A_SECRET" }`,
        ),
      ];

/** The Dockerfile exists and says the same port. */
export const dockerfile: Rule = ({ options, service, files }) => {
  const { directory: folder } = service.settings;
  const path = folder === "." ? service.pipeline.image.dockerfile : `${folder}/${service.pipeline.image.dockerfile}`;
  const text = files.read(path);
  if (text === undefined) {
    return [
      { severity: "warning", path: ["image"], message: `there is no ${path} yet; the deliver workflow will need it` },
    ];
  }
  const exposed = [...text.matchAll(/^\s*EXPOSE\s+(.+)$/gim)].flatMap(([, ports = ""]) => ports.match(/\d+/g) ?? []);
  return exposed.length === 0 || exposed.includes(String(options.image.port))
    ? []
    : [
        error(
          ["image", "port"],
          `is ${options.image.port}, but ${path} exposes ${exposed.join(", ")}; make them agree`,
        ),
      ];
};
