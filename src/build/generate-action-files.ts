import { writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { actionYml } from "../action/action-yml.ts";
import type { ActionDefinition } from "../action/define-action.ts";
import { repositoryRoot } from "./repository-root.ts";
import { stepFunctions } from "./step-functions.ts";

/** Text of a generated file, by its path from the repository's root. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Everything that derives from the inputs.ts of our actions: their action.yml and the typed step functions. */
export async function actionFiles(): Promise<GeneratedFiles> {
  const definitions = await loadDefinitions();
  return new Map([
    ...definitions.map((action): [string, string] => [`actions/${action.name}/action.yml`, actionYml(action)]),
    ["workflows/tidegate-actions.gen.ts", stepFunctions(definitions)],
  ]);
}

async function loadDefinitions(): Promise<readonly ActionDefinition[]> {
  const names = await actionNames();
  return Promise.all(
    names.map(async (name) => {
      const url = pathToFileURL(join(repositoryRoot, "actions", name, "inputs.ts"));
      const { definition }: { definition: ActionDefinition } = await import(url.href);
      return definition;
    }),
  );
}

/** Names of our actions: the folders of actions/ except the bundles'. */
export async function actionNames(): Promise<readonly string[]> {
  const entries = await readdir(join(repositoryRoot, "actions"), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "dist")
    .map(({ name }) => name)
    .sort();
}

if (import.meta.main) {
  for (const [path, text] of await actionFiles()) writeFileSync(join(repositoryRoot, path), text);
}
