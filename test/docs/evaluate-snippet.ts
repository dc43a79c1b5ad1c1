import { stripTypeScriptTypes } from "node:module";
import { compileFunction } from "node:vm";
import * as workflowLibrary from "../../src/workflow/index.ts";

/** Each top-level constant of a module, by its name. */
export type Constants = Readonly<Record<string, unknown>>;

/**
 * Runs TypeScript that imports nothing but `tidegate/workflow`.
 * @returns its top-level constants
 */
export function evaluateSnippet(code: string): Constants {
  const body = stripTypeScriptTypes(code)
    .replace(/^import (\{[^}]*\}) from "tidegate\/workflow";$/gm, (_, names: string) => {
      return `const ${names.replaceAll(" as ", ": ")} = library;`;
    })
    .replace(/^export /gm, "");
  const names = [...body.matchAll(/^const (\w+) =/gm)].map(([, name = ""]) => name);
  return compileFunction(`${body}\nreturn { ${names.join(", ")} };`, ["library"])(workflowLibrary);
}
