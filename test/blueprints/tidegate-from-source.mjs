/**
 * Lets a repository outside of this checkout import `tidegate` and `projen` from it, as if both were installed there:
 * `node --import <this file> .projenrc.ts`.
 */
import { registerHooks } from "node:module";

const root = new URL("../../", import.meta.url);
const packages = new Map([
  ["tidegate", new URL("blueprints/index.ts", root).href],
  ["tidegate/workflow", new URL("src/workflow/index.ts", root).href],
]);

registerHooks({
  resolve(specifier, context, next) {
    const url = packages.get(specifier);
    if (url !== undefined) {
      return { url, shortCircuit: true };
    }
    return next(specifier, specifier === "projen" ? { ...context, parentURL: root.href } : context);
  },
});
