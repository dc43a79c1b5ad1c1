import type { Plugin } from "esbuild";

/**
 * What stands in for parts of `octokit` that come with its client whether or not they are used. Its one module makes
 * GitHub Apps and OAuth apps when it is loaded, and its throttle and retries, which we turn off, bring a job queue.
 */
const standIns: Readonly<Record<string, string>> = {
  "@octokit/app": "export const App = { defaults() {} }; export const createNodeMiddleware = undefined;",
  "@octokit/oauth-app": "export const OAuthApp = { defaults() {} };",
  "bottleneck/light.js": "export default undefined;",
};

/**
 * Leaves out of the bundles what comes with GitHub's clients and is not called: 140 kB beside the client of `octokit`,
 * and beside the context of `@actions/github` a client of its own, a megabyte with its second HTTP client. A name that
 * a new version wants and that is not stood in for fails the build.
 */
export const clientsOnly: Plugin = {
  name: "clients-only",
  setup(build) {
    build.onResolve({ filter: /^(@octokit\/(oauth-)?app|bottleneck\/light\.js)$/ }, ({ path }) => ({
      path,
      namespace: "clients-only",
    }));
    build.onLoad({ filter: /.*/, namespace: "clients-only" }, ({ path }) => ({ contents: standIns[path] ?? "" }));
    // Without side effects, esbuild drops it unless `getOctokit` is called.
    build.onResolve({ filter: /^\.\/utils\.js$/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === "clients-only" || !/[\\/]@actions[\\/]github[\\/]lib[\\/]github\.js$/.test(importer)) return;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: "clients-only" });
      return { ...found, sideEffects: false };
    });
  },
};
