import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../../../src/build/repository-root.ts";

const library = pathToFileURL(join(repositoryRoot, "src/workflow/index.ts")).href;

/**
 * Runs printed modules in a Node of their own, and gives the workflow file that each makes, by name.
 * @throws Error when a module does not run, or ends the process
 */
export function runPrinted(modules: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const scratch = mkdtempSync(join(tmpdir(), "tidegate-import-"));
  const names = [...modules.keys()];
  const main = `
    import { lowerWorkflow } from ${JSON.stringify(library.replace("index.ts", "render/lower-workflow.ts"))};
    import { renderLowered } from ${JSON.stringify(library.replace("index.ts", "render/render.ts"))};
    const made = {};
    for (const name of ${JSON.stringify(names)}) {
      const [workflow] = Object.values(await import("./" + name + ".ts"));
      made[name] = renderLowered(lowerWorkflow(workflow.model));
    }
    console.log(JSON.stringify(made));`;
  try {
    for (const [name, text] of modules) {
      writeFileSync(join(scratch, `${name}.ts`), text.replace('"tidegate/workflow"', `"${library}"`));
    }
    writeFileSync(join(scratch, "main.mjs"), main);
    return JSON.parse(execFileSync(process.execPath, [join(scratch, "main.mjs")], { encoding: "utf8" }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
