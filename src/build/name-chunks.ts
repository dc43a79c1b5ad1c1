import type { BundledFiles } from "./bundled-files.ts";

const chunkPattern = /^chunk-[0-9A-Z]{8}\.mjs$/;

/**
 * Renames esbuild's chunks, whose names change with each byte of their content, so that an upgrade shows as a change of
 * a few files and not as other files: `shared-1.mjs`, `shared-2.mjs`, … in the order in which the entries reach them.
 *
 * @param entries names of the entries without extension
 */
export function nameChunks(files: BundledFiles, entries: readonly string[]): BundledFiles {
  const order: string[] = [];
  const visit = (name: string) => {
    for (const chunk of importedChunks(files.get(name) ?? "")) {
      if (order.includes(chunk)) continue;
      order.push(chunk);
      visit(chunk);
    }
  };
  for (const entry of [...entries].sort()) visit(`${entry}.mjs`);
  const names = new Map(order.map((chunk, index) => [chunk, `shared-${index + 1}.mjs`]));
  const rename = (text: string) => text.replace(/chunk-[0-9A-Z]{8}\.mjs/g, (name) => names.get(name) ?? name);
  const renamed = [...files].map(([name, text]): [string, string] => [names.get(name) ?? name, rename(text)]);
  return new Map(renamed.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function importedChunks(text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?"\.\/([^"]+)"/g)]
    .map(([, name = ""]) => name)
    .filter((name) => chunkPattern.test(name));
}
