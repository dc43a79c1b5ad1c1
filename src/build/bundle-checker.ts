import { build } from "esbuild";
import { leanParser } from "./lean-parser/lean-parser.ts";
import { repositoryRoot } from "./repository-root.ts";

export interface CheckerBundle {
  readonly text: string;
  /** Paths of the bundled files, from the repository's root. */
  readonly inputs: readonly string[];
}

/**
 * The bundle that `checkInRealm` runs: one CommonJS file with GitHub's parser and our rules, `yaml` left outside for
 * its realm to bring. Nobody reads it, so its blanks and the names in it are left out.
 */
export async function bundleChecker(): Promise<CheckerBundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ["src/workflow/check/checker.ts"],
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    charset: "ascii",
    legalComments: "eof",
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    external: ["yaml"],
    define: { "import.meta.url": "url" },
    plugins: [leanParser],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}
