import { snippetsOf } from "./documents.ts";
import { toModules } from "./type-check.ts";

/** The last TypeScript of a page, with what it continues. */
export function lastExample(page: string): string {
  const snippets = snippetsOf({ path: "", text: page });
  return toModules(snippets.filter(({ language, isCopied }) => language === "ts" && !isCopied)).at(-1)?.code ?? "";
}
