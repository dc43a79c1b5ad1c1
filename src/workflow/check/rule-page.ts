import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** `docs/rules` of this package: of the checkout, or of what npm installed; the pages of the very version that judged. */
function findFolder(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return join(folder, "docs/rules");
  }
  return undefined;
}

/** The page that tells of what others find. */
const sharedPage = "model";

function hasPage(folder: string, rule: string): string | undefined {
  const own = join(folder, `${rule}.md`);
  const shared = join(folder, `${sharedPage}.md`);
  return existsSync(own)
    ? own
    : existsSync(shared) && readFileSync(shared, "utf8").includes(`\`${rule}\``)
      ? shared
      : undefined;
}

/** The page of a rule, from the directory; `undefined` for a rule without one, such as a user's own. */
export function findRulePage(rule: string, directory: string): string | undefined {
  const folder = findFolder();
  const page = folder !== undefined && /^[a-z-]+$/.test(rule) ? hasPage(folder, rule) : undefined;
  return page === undefined ? undefined : relative(directory, page);
}
