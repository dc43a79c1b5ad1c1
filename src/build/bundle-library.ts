import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BuildError } from "./build-error.ts";
import { withoutHttpClient } from "./bundle-actions.ts";
import { bundleChecker } from "./bundle-checker.ts";
import { type BundledFiles, bundledFiles } from "./bundled-files.ts";
import { clientsOnly } from "./clients-only.ts";
import { deferModules } from "./defer-modules.ts";
import { englishOnly } from "./english-only.ts";
import { leanParser } from "./lean-parser/lean-parser.ts";
import { parserOnce } from "./parser-once.ts";
import { repositoryRoot } from "./repository-root.ts";
import { requireBanner } from "./require-banner.ts";
import { shakeZod } from "./shake-zod.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

const entryPoints = {
  index: "blueprints/index.ts",
  workflow: "src/workflow/index.ts",
  testing: "src/testing/index.ts",
  cli: "src/cli/main.ts",
};

/**
 * What the package's `exports` and `bin` name, by file name in lib. All but projen is bundled: GitHub's parser because
 * plain Node cannot import its JSON; the rest because an adopter then installs one package instead of six, 10 MB less of
 * them, and loads a few files instead of two hundred.
 */
export async function bundleLibrary(): Promise<BundledFiles> {
  const missing = Object.values(entryPoints).filter((path) => !existsSync(join(repositoryRoot, path)));
  if (missing.length > 0) throw new BuildError(`Entries of lib are missing: ${missing.join(", ")}.`);
  const result = await build({
    absWorkingDir: repositoryRoot,
    entryPoints,
    outdir: "lib",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    legalComments: "eof",
    external: peers().flatMap((name) => [name, `${name}/*`]),
    // Lines stay short, since Node prints the one that an uncaught error comes from.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    alias: withoutHttpClient,
    plugins: [deferModules, shakeZod, englishOnly, clientsOnly, leanParser, parserOnce],
    banner: { js: requireBanner },
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const checker = await bundleChecker();
  const inputs = [...Object.keys(result.metafile.inputs), ...checker.inputs];
  const others = { "checker.cjs": checker.text, "THIRD-PARTY-LICENSES.md": thirdPartyLicenses(inputs) };
  return new Map([...bundledFiles(result.outputFiles, join(repositoryRoot, "lib")), ...Object.entries(others)]);
}

/** Packages that must be the adopter's own copy: projen knows its components by their class. */
function peers(): readonly string[] {
  const {
    peerDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
  return Object.keys(peerDependencies ?? {});
}
