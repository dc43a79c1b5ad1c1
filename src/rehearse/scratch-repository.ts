import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { gitIn } from "./git.ts";
import { RehearsalError } from "./rehearsal-error.ts";

const run = promisify(execFile);

export interface ScratchRepository {
  readonly directory: string;
  /** Files that synth wrote, from the root of the repository. */
  readonly synthesized: readonly string[];
}

export interface ScratchOptions {
  /** The example that becomes a repository. */
  readonly example: string;
  /** The tidegate package to install into it: a checkout whose lib is built, or an installed package. */
  readonly packageRoot: string;
  /** An empty folder. */
  readonly directory: string;
  readonly progress: (text: string) => void;
}

const omitted = new Set(["node_modules", "coverage", ".git"]);

/**
 * Turns an example into a git repository of its own: installs tidegate from its packed tarball, as an adopter would,
 * and runs its `.projenrc.ts`.
 *
 * @throws RehearsalError with the output of the step that failed
 */
export async function makeScratchRepository(options: ScratchOptions): Promise<ScratchRepository> {
  const { example, packageRoot, progress } = options;
  const directory = join(options.directory, "repository");
  mkdirSync(directory, { recursive: true });
  cpSync(example, directory, { recursive: true, filter: (path) => !omitted.has(basename(path)) });
  const git = gitIn(directory);
  await git("init", "--quiet", "--initial-branch=main");
  progress("packing tidegate and installing it as an adopter would");
  await install(directory, await pack(packageRoot, options.directory), packageRoot);
  const before = new Set(await untracked(directory));
  progress("running .projenrc.ts");
  await call("node", [".projenrc.ts"], directory);
  const after = await untracked(directory);
  return { directory, synthesized: after.filter((file) => !before.has(file)) };
}

/** The tarball lies inside the repository, so that `npm ci` in a clone of it finds the same package. */
async function pack(packageRoot: string, destination: string): Promise<string> {
  const output = await call(
    "npm",
    ["pack", packageRoot, "--ignore-scripts", "--json", "--pack-destination", destination],
    destination,
  );
  const [packed] = JSON.parse(output) as { filename: string }[];
  if (!packed) throw new RehearsalError(`npm pack said nothing of what it packed: ${output}`);
  return join(destination, packed.filename);
}

async function install(directory: string, tarball: string, packageRoot: string): Promise<void> {
  const vendored = join(directory, "vendor", basename(tarball));
  mkdirSync(join(directory, "vendor"), { recursive: true });
  cpSync(tarball, vendored);
  const own = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const file = join(directory, "package.json");
  const content = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const devDependencies = {
    constructs: own.devDependencies.constructs,
    projen: own.devDependencies.projen,
    tidegate: `file:vendor/${basename(tarball)}`,
  };
  writeFileSync(file, `${JSON.stringify({ ...content, devDependencies }, null, 2)}\n`);
  await call("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], directory);
}

async function untracked(directory: string): Promise<string[]> {
  const listed = await gitIn(directory)("ls-files", "--others", "--exclude-standard");
  return listed.split("\n").filter((file) => file !== "" && !file.startsWith("node_modules/"));
}

async function call(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await run(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stderr = "", stdout = "" } = error as { stderr?: string; stdout?: string };
    const said = `${stdout}${stderr}`.trim().split("\n").slice(-20).join("\n");
    throw new RehearsalError(`\`${command} ${args.join(" ")}\` failed in ${cwd}:\n${said}`, { cause: error });
  }
}
