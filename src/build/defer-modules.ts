import { readFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import type { Plugin } from "esbuild";
import { BuildError } from "./build-error.ts";
import { repositoryRoot } from "./repository-root.ts";

const namespace = "deferred";

/**
 * Modules that export functions alone and bring much with them that most projects never call: schemas, blueprints, the
 * order of versions. Making zod's schemas takes 20 ms.
 */
const deferred: ReadonlySet<string> = new Set([
  "blueprints/declare-service.ts",
  "src/workflow/pins/pin-file-text.ts",
  "src/workflow/pins/version-order.ts",
  "src/workflow/policy/expression-tree.ts",
  "workflows/library-ci.ts",
  "workflows/service-workflows.ts",
]);

/** Evaluates a module when one of its functions is called first: esbuild does so with what is required in a function. */
export const deferModules: Plugin = {
  name: "defer-modules",
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === namespace || kind !== "import-statement") return undefined;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: namespace });
      return deferred.has(fromRoot(found.path)) ? { path: found.path, namespace } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace }, async ({ path }) => ({
      contents: stub(path, await readFile(path, "utf8")),
      resolveDir: dirname(path),
    }));
  },
};

function stub(path: string, source: string): string {
  const others = /^export (?!type\b|interface\b|(?:async )?function\b).*/m.exec(source);
  if (others) throw new BuildError(`${path} exports more than functions, so it cannot be deferred: ${others[0]}`);
  const names = [...source.matchAll(/^export (?:async )?function (\w+)/gm)].map(([, name]) => name);
  const load = `require(${JSON.stringify(path)})`;
  return names.map((name) => `export const ${name} = (...values) => ${load}.${name}(...values);`).join("\n");
}

function fromRoot(path: string): string {
  return relative(repositoryRoot, path).split(sep).join("/");
}
