import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Component, FileBase, type Project } from "projen";
import { TidegateError } from "../src/errors/tidegate-error.ts";
import { isWritten } from "../src/workflow/is-written.ts";
import { tidegateActions } from "../workflows/tidegate-actions.gen.ts";
import { packageRoot } from "./package-root.ts";

/** Where an adopting repository keeps the actions that its workflows use. */
export const vendoredActionsPath = ".github/actions/tidegate";

/** Copies the bundled actions into the repository, so that what runs is what was reviewed there. */
export class VendoredActions extends Component {
  constructor(project: Project) {
    super(project, "tidegate-actions");
    const source = join(packageRoot().folder, "actions");
    for (const path of bundledFiles(source)) {
      new CopiedFile(project, `${vendoredActionsPath}/${path}`, join(source, path));
    }
    project.gitattributes.addAttributes(`/${vendoredActionsPath}/**`, "linguist-generated");
  }

  /**
   * After everybody's patterns, since the last one decides: many repositories ignore every `dist` and `coverage` folder,
   * and an action that was not committed is missing only once the workflow runs.
   */
  override preSynthesize(): void {
    this.project.gitignore.include(`/${vendoredActionsPath}/`, `/${vendoredActionsPath}/**`);
  }
}

/** One `action.yml` for each action, and the code they share. Sorted, from the folder. */
function bundledFiles(source: string): readonly string[] {
  const actions = Object.values(tidegateActions).map(({ name }) => name);
  const bundles = existsSync(join(source, "dist")) ? readdirSync(join(source, "dist")) : [];
  const needed = actions.flatMap((name) => [`${name}/action.yml`, `dist/${name}.mjs`]);
  const missing = needed.filter((path) => !existsSync(join(source, path)));
  if (missing.length > 0) {
    throw new TidegateError(
      "not-found",
      `${source} lacks ${missing.join(", ")}. In tidegate's own repository run \`npm run build\`; elsewhere install the package again.`,
    );
  }
  return [...actions.map((name) => `${name}/action.yml`), ...bundles.map((name) => `dist/${name}`)].sort();
}

class CopiedFile extends FileBase {
  readonly #source: string;

  constructor(project: Project, path: string, source: string) {
    super(project, path, { marker: false, editGitignore: false });
    this.#source = source;
  }

  /** Leaves the file alone when it is as it would be written. */
  override synthesize(): void {
    if (!isWritten(this.absolutePath, this.synthesizeContent())) {
      super.synthesize();
    }
  }

  protected override synthesizeContent(): string {
    return readFileSync(this.#source, "utf8");
  }
}
