import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../src/build/repository-root.ts";

/** A page of the documentation. */
export interface Document {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface Snippet {
  readonly document: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language on the opening fence. */
  readonly remark: string;
  readonly code: string;
  /** Copied from a source that is checked by itself. */
  readonly isCopied: boolean;
}

/** The README and everything below docs/. */
export function documents(): readonly Document[] {
  const below = readdirSync(join(repositoryRoot, "docs"), { recursive: true, encoding: "utf8" });
  const pages = below.filter((path) => path.endsWith(".md")).map((path) => join("docs", path));
  return ["README.md", ...pages.sort()].map(readDocument);
}

export function readDocument(path: string): Document {
  return { path, text: readFileSync(join(repositoryRoot, path), "utf8") };
}

export function snippetsOf({ path, text }: Document): readonly Snippet[] {
  const lines = text.split("\n");
  const snippets: Snippet[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = "", fence, language = "", remark = ""] = /^( *)(`{3,})(\w*) ?(.*)$/.exec(lines[at] ?? "") ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf(indent + fence, at + 1);
    const code = lines
      .slice(at + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join("\n");
    const isCopied = lines[at - 1]?.startsWith("<!-- generated:") ?? false;
    snippets.push({ document: path, line: at + 2, language, remark, code, isCopied });
    at = end;
  }
  return snippets;
}
