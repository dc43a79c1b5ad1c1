/**
 * GitHub's parser imports its JSON schema without an import attribute, which plain Node refuses. The published package
 * bundles the parser; from source, this hook adds the attribute.
 */
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, nextLoad) {
    const attributes = url.endsWith(".json") ? { importAttributes: { ...context.importAttributes, type: "json" } } : {};
    return nextLoad(url, { ...context, ...attributes });
  },
});
