import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { BuildError } from "./build-error.ts";
import { type BundledFiles, bundledFiles } from "./bundled-files.ts";
import { clientsOnly } from "./clients-only.ts";
import { englishOnly } from "./english-only.ts";
import { actionNames } from "./generate-action-files.ts";
import { nameChunks } from "./name-chunks.ts";
import { repositoryRoot } from "./repository-root.ts";
import { requireBanner } from "./require-banner.ts";
import { shakeZod } from "./shake-zod.ts";
import { usedRoutes } from "./used-routes.ts";

/** What @actions/core imports for tokens that nothing here asks for. */
export const withoutHttpClient = {
  "@actions/http-client": "./src/build/no-http-client.ts",
  "@actions/http-client/lib/auth": "./src/build/no-http-client.ts",
};

/** The embedded target's daemon is started by path from the actions, so it lies beside them. */
const extraEntries = { "embedded-gate": "src/targets/embedded/gate-main.ts" };

/**
 * Everything that runs on a runner, by file name in actions/dist: one small entry an action over shared chunks. Nothing
 * is left to install, nothing is minified (adopters review it), and the same source gives the same bytes.
 */
export async function bundleActions(): Promise<BundledFiles> {
  return bundleEntries(await entries());
}

/** @param entryPoints name of the bundle → source file from the repository's root */
export async function bundleEntries(entryPoints: Readonly<Record<string, string>>): Promise<BundledFiles> {
  const result = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: { ...entryPoints },
    outdir: "actions/dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    legalComments: "eof",
    alias: withoutHttpClient,
    plugins: [shakeZod, englishOnly, clientsOnly, usedRoutes],
    banner: { js: requireBanner },
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return nameChunks(bundledFiles(result.outputFiles, join(repositoryRoot, "actions/dist")), Object.keys(entryPoints));
}

async function entries(): Promise<Record<string, string>> {
  const names = await actionNames();
  const actions = names.map((name): [string, string] => [name, `actions/${name}/main.ts`]);
  const found = Object.fromEntries([...actions, ...Object.entries(extraEntries)]);
  const missing = Object.values(found).filter((path) => !existsSync(join(repositoryRoot, path)));
  if (missing.length > 0) throw new BuildError(`Entries of actions/dist are missing: ${missing.join(", ")}.`);
  return found;
}
