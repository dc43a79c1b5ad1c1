import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type Context, createContext, Script } from "node:vm";
import * as yaml from "yaml";
import type { CheckAnswer } from "./check-answer.ts";
import type { WorkflowText } from "./check-file.ts";
import { compileScript } from "./compiled-script.ts";

/** In JSON both ways, since arrays and errors of another realm are not those of this one. */
const question = new Script(`
answer = undefined;
checker.answerCheck(JSON.parse(texts)).then((found) => { answer = JSON.stringify(found); });
`);

interface Realm {
  readonly context: Context;
  readonly remember: () => void;
}

const realms = new Map<string, Realm>();

/**
 * Published: checks here and now. GitHub's language service answers with promises but waits for nothing outside, so in
 * a realm with a queue of its own for them, which Node empties before `runInContext` returns, its answer is there at
 * once, and no thread has to be started.
 *
 * @param path of the checker's bundle, a CommonJS module
 * @returns `undefined` when the answer is not there, because something did wait for the world
 * @see https://nodejs.org/api/vm.html#vmcreatecontextcontextobject-options
 */
export function checkInRealm(path: string, texts: readonly WorkflowText[]): CheckAnswer | undefined {
  const known = realms.get(path);
  const { context, remember } = known ?? openRealm(path);
  context.texts = JSON.stringify(texts);
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
  const { script, remember } = compileScript(path);
  script.runInContext(context)(require, module, module.exports, url);
  context.checker = module.exports;
  const realm = { context, remember };
  realms.set(path, realm);
  return realm;
}
