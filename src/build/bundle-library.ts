import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { BuildError } from "./build-error.ts";
import { withoutHttpClient } from "./bundle-actions.ts";
import { bundleChecker } from "./bundle-checker.ts";
import type { BundledFiles } from "./bundled-files.ts";
import { clientsOnly } from "./clients-only.ts";
import { deferModules } from "./defer-modules.ts";
import { englishOnly } from "./english-only.ts";
import { leanParser } from "./lean-parser/lean-parser.ts";
import { parserOnce } from "./parser-once.ts";
import { repositoryRoot } from "./repository-root.ts";
import { shakeZod } from "./shake-zod.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";
import { usedRoutes } from "./used-routes.ts";

/** What the package's `exports` and `bin` name, by file name in lib. */
const entryPoints = {
  index: "blueprints/index.ts",
  workflow: "src/workflow/index.ts",
  testing: "src/testing/index.ts",
  cli: "src/cli/main.ts",
};

const options = {
  absWorkingDir: repositoryRoot,
  bundle: true,
  platform: "node",
  target: "node20",
  // The text of a file without other letters takes V8 half the memory.
  charset: "ascii",
  legalComments: "eof",
  external: peers().flatMap((name) => [name, `${name}/*`]),
  // Lines stay short, since Node prints the one that an uncaught error comes from.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  alias: withoutHttpClient,
  plugins: [deferModules, shakeZod, englishOnly, clientsOnly, usedRoutes, leanParser, parserOnce],
  metafile: true,
  write: false,
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * What lib holds: one bundle with all of the library and the command, the checker's beside it, and for each entry a
 * small module that gives on its part. All but projen is bundled: GitHub's parser because plain Node cannot import its
 * JSON; the rest because an adopter then installs one package instead of six, 10 MB less of them.
 */
export async function bundleLibrary(): Promise<BundledFiles> {
  const missing = Object.values(entryPoints).filter((path) => !existsSync(join(repositoryRoot, path)));
  if (missing.length > 0) throw new BuildError(`Entries of lib are missing: ${missing.join(", ")}.`);
  const [library, checker, names] = await Promise.all([bundleAll(), bundleChecker(), exportedNames()]);
  const entries = Object.keys(entryPoints).map((name): [string, string] => [`${name}.js`, entry(name, names)]);
  return new Map([
    ...entries,
    ["library.cjs", library.text],
    ["load.js", await bundleLoader()],
    ["checker.cjs", checker.text],
    ["THIRD-PARTY-LICENSES.md", thirdPartyLicenses([...library.inputs, ...checker.inputs])],
  ]);
}

async function bundleAll(): Promise<{ readonly text: string; readonly inputs: readonly string[] }> {
  const parts = { ...entryPoints, checks: "src/workflow/check/validate-sync.ts" };
  const load = Object.entries(parts).map(([name, path]) => `const ${name} = () => require("./${path}");`);
  const exported = [...Object.keys(entryPoints), "hasChecked: () => checks().hasChecked()"];
  const contents = [...load, `module.exports = { ${exported.join(", ")} };`].join("\n");
  const { outputFiles, metafile } = await build({
    ...options,
    stdin: { contents, resolveDir: repositoryRoot },
    format: "cjs",
    define: { "import.meta.url": "url" },
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

async function bundleLoader(): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    entryPoints: ["src/build/library/load.ts"],
    format: "esm",
  });
  return outputFiles[0]?.text ?? "";
}

/** What each entry exports, by its path. */
async function exportedNames(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...options,
    entryPoints,
    format: "esm",
    splitting: true,
    outdir: "lib",
    supported: { "top-level-await": true },
  });
  return new Map(Object.values(metafile.outputs).map(({ entryPoint = "", exports }) => [entryPoint, exports]));
}

function entry(name: string, exported: ReadonlyMap<string, readonly string[]>): string {
  const path = Object.entries(entryPoints).find(([key]) => key === name)?.[1] ?? "";
  const names = exported.get(path) ?? [];
  const shebang = name === "cli" ? "#!/usr/bin/env node\n" : "";
  const given = names.length > 0 ? `export const { ${names.join(", ")} } = ` : "";
  return `${shebang}import { library } from "./load.js";\n${given}library.${name}();\n`;
}

/** Packages that must be the adopter's own copy: projen knows its components by their class. */
function peers(): readonly string[] {
  const {
    peerDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
  return Object.keys(peerDependencies ?? {});
}
