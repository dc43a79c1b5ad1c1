import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { BuildError } from "./build-error.ts";
import { repositoryRoot } from "./repository-root.ts";

type Routes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A method of octokit as all of our code names it: `rest.repos.getContent`. */
const methodPattern = /\brest\.(\w+)\.(\w+)/g;

/** Leaves out of octokit's table of a thousand routes what nothing here calls: 80 kB. */
export const usedRoutes: Plugin = {
  name: "used-routes",
  setup(build) {
    build.onLoad({ filter: /plugin-rest-endpoint-methods[\\/].*[\\/]endpoints\.js$/ }, async ({ path }) => {
      const { default: all }: { readonly default: Routes } = await import(pathToFileURL(path).href);
      return { contents: `export default ${JSON.stringify(pick(all, methodsIn(["src", "actions"])))};` };
    });
  },
};

function methodsIn(folders: readonly string[]): readonly (readonly [scope: string, method: string])[] {
  const found = new Map<string, readonly [string, string]>();
  for (const folder of folders) {
    for (const name of readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" }).sort()) {
      if (!name.endsWith(".ts")) continue;
      const text = readFileSync(join(repositoryRoot, folder, name), "utf8");
      for (const [call, scope = "", method = ""] of text.matchAll(methodPattern)) found.set(call, [scope, method]);
    }
  }
  return [...found.values()].sort();
}

function pick(all: Routes, methods: readonly (readonly [scope: string, method: string])[]): Routes {
  const picked: Record<string, Record<string, unknown>> = {};
  for (const [scope, method] of methods) {
    const route = all[scope]?.[method];
    if (route === undefined) throw new BuildError(`octokit has no rest.${scope}.${method}.`);
    picked[scope] = { ...picked[scope], [method]: route };
  }
  if (methods.length === 0) throw new BuildError("Nothing calls a method of octokit: its routes need not be bundled.");
  return picked;
}
