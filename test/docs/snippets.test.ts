import { describe, expect, it } from "vitest";
import { documents, snippetsOf } from "./documents.ts";
import { toModules, typeCheck } from "./type-check.ts";

const pages = documents().map((page) => snippetsOf(page).filter(({ language }) => language === "ts"));
const modules = pages.flatMap((snippets) => toModules(snippets.filter(({ isCopied }) => !isCopied)));
const checked = typeCheck(modules);

describe("TypeScript in the documentation", () => {
  it.each(modules.map((module) => ({ ...module.snippet, module })))("compiles at $document:$line", ({ module }) => {
    expect(checked.get(module)).toEqual([]);
  });

  it("is there, and is really checked", () => {
    expect(modules.length).toBeGreaterThan(3);
    const [first] = modules;
    const code = 'import { canary } from "tidegate";\ncanary({ steps: [5] });\nundefinedName;';
    const snippet = { document: "wrong.md", line: 10, language: "ts", remark: "", code, isCopied: false };
    const wrong = { snippet, code };
    expect(first).toBeDefined();
    expect(typeCheck([wrong]).get(wrong)).toEqual([
      expect.stringMatching(/^wrong\.md:11 Type 'number' is not assignable/),
      expect.stringMatching(/^wrong\.md:12 Cannot find name/),
    ]);
  });
});
