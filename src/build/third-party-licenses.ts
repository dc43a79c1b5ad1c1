import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";

const packagePattern = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * The licences of what is bundled: most ask that their text goes along with every copy.
 *
 * @param inputs paths of the bundled files, from the repository's root
 */
export function thirdPartyLicenses(inputs: readonly string[]): string {
  const folders = new Map(
    inputs.flatMap((path) => {
      const [folder, name] = packagePattern.exec(path) ?? [];
      return folder !== undefined && name !== undefined ? [[name, folder] as const] : [];
    }),
  );
  const sections = [...folders].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, folder]) => section(folder));
  return `This package contains the following ones.\n\n${sections.join("\n")}`;
}

function section(folder: string): string {
  const root = join(repositoryRoot, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = existsSync(root) ? readdirSync(root).find((found) => /^licen[cs]e/i.test(found)) : undefined;
  const text = file === undefined ? `${license}\n` : readFileSync(join(root, file), "utf8");
  return `## ${name} ${version} (${license})\n\n${text.trim()}\n`;
}
