import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CommitSha, commitShaSchema } from "../../src/release/release.ts";

/** A scratch git repository with a history of the test's choice. */
export class GitFixture {
  readonly directory = mkdtempSync(join(tmpdir(), "tidegate-git-"));
  #seconds = Date.UTC(2026, 0, 1) / 1000;

  constructor() {
    this.git("init", "-q", "-b", "main");
  }

  /** @param path file that the commit changes, from the repository's root */
  commit(message: string, path = "README.md"): CommitSha {
    this.#seconds += 60;
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${message}\n${this.#seconds}\n`);
    this.git("add", "-A");
    this.git("commit", "-q", "-m", message);
    return this.head();
  }

  head(): CommitSha {
    return commitShaSchema.parse(this.git("rev-parse", "HEAD"));
  }

  tags(): readonly string[] {
    return this.git("tag", "--list").split("\n").filter(Boolean).sort();
  }

  git(...args: readonly string[]): string {
    const date = `${this.#seconds} +0000`;
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.org",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.org",
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
    return execFileSync("git", ["-C", this.directory, ...args], { env, encoding: "utf8" }).trim();
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
