import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { reasonOf } from "../errors/reason-of.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { CommitSha } from "../release/release.ts";

const run = promisify(execFile);
const gitTimeoutMs = 10_000;

/** Who knows the history, for example GitHub. */
export interface Commits {
  isAncestor(older: CommitSha, newer: CommitSha): Promise<boolean>;
}

/**
 * Asks GitHub and, when that does not answer or there is no token, the checked-out repository.
 *
 * @param directory the checkout
 */
export function commitAncestry(github: Commits | undefined, directory: string): Commits {
  return {
    async isAncestor(older, newer) {
      const failures: unknown[] = [];
      for (const commits of [github, gitCommits(directory)]) {
        if (commits === undefined) continue;
        try {
          return await commits.isAncestor(older, newer);
        } catch (error) {
          failures.push(error);
        }
      }
      const why = failures.map(reasonOf).join("; ");
      throw new UnavailableError(`Nobody can say which of ${short(older)} and ${short(newer)} is older: ${why}`);
    },
  };
}

const short = (commit: CommitSha) => commit.slice(0, 7);

/** The history as far as the checkout has it. A shallow one that does not know says so instead of "no". */
export function gitCommits(directory: string): Commits {
  const git = (...args: readonly string[]) =>
    run("git", ["-C", directory, ...args], { timeout: gitTimeoutMs, encoding: "utf8" });
  return {
    async isAncestor(older, newer) {
      if (older === newer) return false;
      try {
        await git("merge-base", "--is-ancestor", older, newer);
        return true;
      } catch (error) {
        if (!isExit(error, 1)) throw unknownHere();
      }
      const { stdout } = await git("rev-parse", "--is-shallow-repository");
      if (stdout.trim() !== "false") throw unknownHere();
      return false;
    },
  };
}

function isExit(error: unknown, code: number): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function unknownHere(): UnavailableError {
  return new UnavailableError("the checkout does not hold that history (actions/checkout with fetch-depth: 0 has all)");
}
