import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The largest list of files that is read: about a million paths. */
const maxBuffer = 256 * 1024 * 1024;

function git(directory: string, args: readonly string[], input = ""): string | undefined {
  const { status, stdout } = spawnSync("git", args, { cwd: directory, encoding: "utf8", input, maxBuffer });
  return status === 0 ? stdout : undefined;
}

const zeroSeparated = (text: string) => text.split("\0").filter((path) => path !== "");

/** Folder of git's own files; `undefined` outside of a repository. */
export function gitFolder(directory: string): string | undefined {
  return git(directory, ["rev-parse", "--absolute-git-dir"])?.trim();
}

/**
 * Paths below the directory that are committed or would be: not what git ignores. Without git, everything but
 * `node_modules`.
 */
export function repositoryPaths(directory: string): readonly string[] {
  const listed = git(directory, ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
  return listed === undefined ? walk(directory) : zeroSeparated(listed);
}

/** Every file below the directory, apart from git's and installed packages, as paths from it. */
export function walk(directory: string, below = ""): readonly string[] {
  const entries = existsSync(join(directory, below))
    ? readdirSync(join(directory, below), { withFileTypes: true })
    : [];
  return entries.flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name === "node_modules" || entry.name === ".git") return [];
    return entry.isDirectory() ? walk(directory, path) : [path];
  });
}

/** Those of the paths that git ignores there, so that nobody can be expected to commit them. */
export function ignoredPaths(directory: string, paths: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0) return new Set();
  return new Set(zeroSeparated(git(directory, ["check-ignore", "-z", "--stdin"], paths.join("\0")) ?? ""));
}
