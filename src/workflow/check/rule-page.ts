import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** `docs/rules` of this package: of the checkout, or of what npm installed; the pages of the very version that judged. */
function findFolder(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return join(folder, "docs/rules");
  }
  return undefined;
}

/** The page of a rule, from the directory; `undefined` for a rule without one, such as a user's own. */
export function findRulePage(rule: string, directory: string): string | undefined {
  const folder = findFolder();
  const page = folder === undefined ? undefined : join(folder, `${rule}.md`);
  return page !== undefined && /^[a-z-]+$/.test(rule) && existsSync(page) ? relative(directory, page) : undefined;
}
