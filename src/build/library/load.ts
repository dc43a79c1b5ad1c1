/**
 * Loads the library's one bundle, for the small files that package.json names: with V8's code cache, in a fraction of
 * the time that Node takes to compile it as modules. Built into lib/load.js, beside the bundle.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { compileScript } from "../../workflow/check/compiled-script.ts";
import { readHashed } from "../../workflow/check/read-hashed.ts";

/** What the bundle offers: each part is evaluated when it is asked for first. */
interface Library {
  readonly index: () => object;
  readonly workflow: () => object;
  readonly testing: () => object;
  readonly cli: () => object;
  /** Whether this process has checked files, so that the functions that a synth needs have run. */
  readonly hasChecked: () => boolean;
}

const path = fileURLToPath(new URL("./library.cjs", import.meta.url));
const { script, remember } = compileScript(path, readHashed(path));
const module = { exports: {} };
script.runInThisContext()(createRequire(import.meta.url), module, module.exports, import.meta.url);
export const library = module.exports as Library;

process.once("exit", () => {
  if (library.hasChecked()) remember();
});
