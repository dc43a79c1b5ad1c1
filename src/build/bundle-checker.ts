import { build } from "esbuild";
import { leanParser } from "./lean-parser/lean-parser.ts";
import { repositoryRoot } from "./repository-root.ts";

/**
 * The bundle that `checkInRealm` runs: one CommonJS file with GitHub's parser and our rules, `yaml` left outside for
 * its realm to bring. Nobody reads it, so its blanks are left out.
 */
export async function bundleChecker(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ["src/workflow/check/check-answer.ts"],
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    charset: "utf8",
    legalComments: "eof",
    minifySyntax: true,
    minifyWhitespace: true,
    external: ["yaml"],
    define: { "import.meta.url": "url" },
    plugins: [leanParser],
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
