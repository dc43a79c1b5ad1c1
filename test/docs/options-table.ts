import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { markdownTable } from "./markdown-table.ts";

const folder = join(repositoryRoot, "blueprints");

/** Every option of an interface of the blueprints, with its default and its docstring. */
export function optionsTable(name: string): string {
  const rows = optionsOf(name).map((option) => {
    const fallback = ts.getJSDocTags(option).find(({ tagName }) => tagName.text === "default");
    return [`\`${option.name.getText()}\``, defaultOf(option, fallback), docOf(option)];
  });
  return markdownTable(["option", "default", "meaning"], rows);
}

function optionsOf(name: string): readonly ts.PropertySignature[] {
  const declaration = getInterface(name);
  const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap(({ expression }) => optionsOf(expression.getText())),
  );
  return [...declaration.members.filter(ts.isPropertySignature), ...bases];
}

function getInterface(name: string): ts.InterfaceDeclaration {
  const found = sources()
    .flatMap(({ statements }) => [...statements])
    .filter(ts.isInterfaceDeclaration)
    .find((statement) => statement.name.text === name);
  if (found !== undefined) return found;
  throw new TidegateError("not-found", `The blueprints have no interface "${name}".`);
}

function sources(): readonly ts.SourceFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.ES2024, true));
}

function docOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return docs.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(" ");
}

/** A value stands in a docstring as it would be written; what follows it is a remark. */
function defaultOf(option: ts.PropertySignature, tag: ts.JSDocTag | undefined): string {
  if (tag === undefined) return option.questionToken === undefined ? "required" : "see below";
  const text = (ts.getTextOfJSDocComment(tag.comment) ?? "").trim();
  return text.replace(/^("[^"]*"|\[.*\]|\{.*\}|\d[\d.]*|true|false)/, "`$1`");
}
