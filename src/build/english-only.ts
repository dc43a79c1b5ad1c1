import type { Plugin } from "esbuild";

/**
 * Leaves zod's translations out of the bundles (a quarter of a megabyte in every adopting repository). English, which
 * zod imports by itself, stays; `z.locales`, which nothing here uses, is empty.
 */
export const englishOnly: Plugin = {
  name: "english-only",
  setup(build) {
    build.onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]zod[\\/]/.test(importer) ? { path: "locales", namespace: "english-only" } : undefined,
    );
    build.onLoad({ filter: /^locales$/, namespace: "english-only" }, () => ({ contents: "export {};" }));
  },
};
