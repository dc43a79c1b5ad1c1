import { findNearest } from "../../src/errors/did-you-mean.ts";
import type { Rule } from "./rule.ts";

const productionNames = ["production", "prod"];

/**
 * Warns of a last environment that is deployed by itself and is called almost like production: with a typing mistake in
 * its name, nobody would be asked before users get a release.
 */
export const productionName: Rule = ({ options, service }) => {
  const { environments } = service.settings;
  const index = environments.length - 1;
  const last = environments[index];
  const isMeant = options.environments[index]?.args[1].production !== undefined;
  if (last === undefined || !last.automatic || isMeant || productionNames.includes(last.name)) return [];
  const meant = findNearest(last.name, productionNames);
  if (meant === undefined) return [];
  const message = `"${last.name}" looks like "${meant}", but is deployed on each push without a human; write "${meant}", or say production: false`;
  return [{ severity: "warning", path: ["environments", index], message }];
};
