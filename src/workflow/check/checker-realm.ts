import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Context, createContext, Script } from "node:vm";
import * as yaml from "yaml";
import { compileScript } from "./compiled-script.ts";
import { type HashedFile, readHashed } from "./read-hashed.ts";

/** Published, the checker is a bundle in the same folder as this one. */
export const checkerPath = fileURLToPath(new URL("./checker.cjs", import.meta.url));
let published: HashedFile | undefined;

/** Read once in a process, so that what was found is remembered by the hash of the very text that ran. */
export function publishedChecker(): HashedFile {
  published ??= readHashed(checkerPath);
  return published;
}

/** In JSON both ways, since arrays and errors of another realm are not those of this one. */
const question = new Script(`
answer = undefined;
checker[name](...JSON.parse(values), ...functions).then(
  (value) => { answer = JSON.stringify({ value }); },
  (error) => { answer = JSON.stringify({ error: String(error?.message ?? error) }); },
);
`);

/** What came of it; `undefined` when there is no answer, because something did wait for the world. */
export type RealmAnswer = { readonly value?: unknown; readonly error?: string } | undefined;

interface Realm {
  readonly context: Context;
  readonly remember: () => void;
}

const realms = new Map<string, Realm>();

/**
 * Calls a function of the checker here and now. GitHub's language service answers with promises but waits for nothing
 * outside, so in a realm with a queue of its own for them, which Node empties before `runInContext` returns, its answer
 * is there at once, and no thread has to be started.
 *
 * @param path of the checker's bundle, a CommonJS module
 * @param values given as JSON
 * @param functions given behind the values, as they are
 * @see https://nodejs.org/api/vm.html#vmcreatecontextcontextobject-options
 */
export function askChecker(
  path: string,
  name: string,
  values: readonly unknown[],
  functions: readonly unknown[] = [],
): RealmAnswer {
  const known = realms.get(path);
  const { context, remember } = known ?? openRealm(path);
  Object.assign(context, { name, values: JSON.stringify(values), functions });
  question.runInContext(context);
  const { answer } = context;
  if (known === undefined) remember();
  return typeof answer === "string" ? JSON.parse(answer) : undefined;
}

function openRealm(path: string): Realm {
  const context = createContext({ process, Buffer, URL, console }, { microtaskMode: "afterEvaluate" });
  const url = pathToFileURL(path).href;
  const nodeRequire = createRequire(url);
  // One copy of the YAML parser for both realms: it makes no promises, and has been warmed up by rendering.
  const require = (name: string) => (name === "yaml" ? yaml : nodeRequire(name));
  const module = { exports: {} };
  const { script, remember } = compileScript(path, path === checkerPath ? publishedChecker() : readHashed(path));
  script.runInContext(context)(require, module, module.exports, url);
  context.checker = module.exports;
  const realm = { context, remember };
  realms.set(path, realm);
  return realm;
}
