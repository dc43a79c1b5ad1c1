import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BuildError } from "./build-error.ts";
import { type BundledFiles, bundledFiles } from "./bundled-files.ts";
import { repositoryRoot } from "./repository-root.ts";
import { requireBanner } from "./require-banner.ts";

const entryPoints = {
  index: "blueprints/index.ts",
  workflow: "src/workflow/index.ts",
  testing: "src/testing/index.ts",
  cli: "src/cli/main.ts",
  "validate-worker": "src/workflow/check/validate-worker.ts",
};

/**
 * What the package's `exports` and `bin` name, by file name in lib. Its dependencies stay outside; everything else is
 * bundled: GitHub's parser, because plain Node cannot import its JSON, and what only a checkout has installed.
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
    external: installed().flatMap((name) => [name, `${name}/*`]),
    banner: { js: requireBanner },
    write: false,
    logLevel: "silent",
  });
  return bundledFiles(result.outputFiles, join(repositoryRoot, "lib"));
}

/** Packages that npm installs together with ours. */
function installed(): readonly string[] {
  const {
    dependencies,
    peerDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
  return [...Object.keys(dependencies ?? {}), ...Object.keys(peerDependencies ?? {})];
}
