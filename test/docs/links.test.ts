import { existsSync } from "node:fs";
import { join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { type Document, documents, readDocument } from "./documents.ts";

const pages = documents();

function withoutFences(text: string): string {
  return text.replace(/^( *`{3,}).*\n[\s\S]*?^\1$/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, "");
}

function linksOf({ text }: Document): readonly string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** Ids that GitHub gives headings: lower case, spaces to dashes, without punctuation; a repeated one is numbered. */
function anchorsOf({ text }: Document): ReadonlySet<string> {
  const headings = [...withoutFences(text).matchAll(/^#+ (.+)$/gm)];
  const slugs = headings.map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(
    slugs.map((slug, index) => {
      const before = slugs.slice(0, index).filter((other) => other === slug).length;
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

function isResolved(page: Document, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page.path : normalize(join(page.path, "..", path));
  if (!existsSync(join(repositoryRoot, target))) return false;
  return anchor === undefined || anchorsOf(readDocument(target)).has(anchor);
}

describe("links in the documentation", () => {
  it.each(pages)("lead somewhere from $path", (page) => {
    expect(linksOf(page).filter((link) => !isResolved(page, link))).toEqual([]);
  });

  it("reach every page from the README", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached) {
      for (const link of linksOf(readDocument(path))) {
        const target = normalize(join(path, "..", link.split("#")[0] ?? ""));
        if (pages.some((page) => page.path === target)) reached.add(target);
      }
    }
    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });

  it("are noticed when they lead nowhere", () => {
    const page = { path: "README.md", text: "[a](docs/none.md) [b](#none) [c](docs/glossary.md#releases)" };
    expect(linksOf(page).map((link) => isResolved(page, link))).toEqual([false, false, true]);
  });
});
