import type { Plugin } from "esbuild";

/** Leaves GitHub's language service out of the library where the checker's bundle, which has it, does the same. */
export const parserOnce: Plugin = {
  name: "parser-once",
  setup(build) {
    build.onResolve({ filter: /^\.\/github-parser\.ts$/ }, ({ path, importer, kind, resolveDir }) =>
      importer.endsWith("check-file.ts")
        ? build.resolve(path.replace(".ts", "-in-realm.ts"), { importer, kind, resolveDir })
        : undefined,
    );
  },
};
