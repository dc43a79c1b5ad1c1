import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { inputsTable, outputsTable, permissionsTable } from "./action-tables.ts";
import { exampleReport } from "./example-report.ts";
import { exampleYaml } from "./example-yaml.ts";
import { excerpt } from "./excerpt.ts";
import { optionsTable } from "./options-table.ts";

const block = /^<!-- generated: (.+) -->\n(?:(?!<!-- )[^\n]*\n)*<!-- end -->$/gm;

const generators: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^inputs of ([\w-]+)$/, inputsTable],
  [/^outputs of ([\w-]+)$/, outputsTable],
  [/^permissions of ([\w-]+)$/, permissionsTable],
  [/^options of (\w+)$/, optionsTable],
  [/^(\S+) from "(.+)" to "(.+)"$/, (path = "", first = "", last = "") => excerpt({ path, first, last })],
];

/** The same page with what is generated made anew from its sources. */
export function withGeneratedBlocks(text: string): string {
  return text.replace(block, (_, what: string, offset: number) => {
    return `<!-- generated: ${what} -->\n${generate(what, text.slice(0, offset))}\n<!-- end -->`;
  });
}

/** What the page says is generated. */
export function generatedBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^<!-- generated: (.+) -->$/gm)].map(([, what = ""]) => what);
}

function generate(what: string, before: string): string {
  if (what === "report") return exampleReport(before);
  const [, file, places] = /^YAML(?: of (\S+))?(?: at (.+))?$/.exec(what) ?? [];
  if (file !== undefined || places !== undefined) return exampleYaml(before, { file, places: places?.split(" and ") });
  for (const [pattern, make] of generators) {
    const match = pattern.exec(what);
    if (match !== null) return make(...match.slice(1));
  }
  throw new TidegateError("invalid-input", `Nobody knows how to generate "${what}".`);
}
