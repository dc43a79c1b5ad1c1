import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const nothing = "0".repeat(40);
const field = "\u001f";
const record = "\u001e";

export interface GitRef {
  readonly ref: string;
  readonly object: { readonly type: string; readonly sha: string };
}

export interface GitCommit {
  readonly sha: string;
  readonly commit: { readonly message: string; readonly committer: { readonly date: string } };
}

/** A git repository on this disk, asked the questions that GitHub's API answers. */
export class GithubRepository {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param prefix without `refs/`, for example `tags/v` */
  async refs(prefix: string): Promise<readonly GitRef[]> {
    const lines = await this.#git("for-each-ref", "--format=%(refname) %(objecttype) %(objectname)");
    return lines
      .split("\n")
      .filter((line) => line.startsWith(`refs/${prefix}`))
      .map((line) => {
        const [ref = "", type = "", sha = ""] = line.split(" ");
        return { ref, object: { type, sha } };
      });
  }

  /** @returns whether it was made; false when it was there already */
  async createRef(ref: string, sha: string): Promise<boolean> {
    try {
      await this.#git("update-ref", ref, sha, nothing);
      return true;
    } catch {
      return false;
    }
  }

  /** What an annotated tag points at. */
  async tagTarget(sha: string): Promise<{ readonly type: string; readonly sha: string } | undefined> {
    const text = await this.#find("cat-file", "tag", sha);
    const object = /^object ([0-9a-f]{40})\ntype (\w+)$/m.exec(text ?? "");
    return object === null ? undefined : { sha: object[1] ?? "", type: object[2] ?? "" };
  }

  /** The commit that a branch, tag or SHA names. */
  async findCommit(name: string): Promise<string | undefined> {
    const sha = await this.#find("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
    return sha?.trim();
  }

  /** Commits in the history of `head` that are not in that of `base`, oldest first. */
  async range(base: string, head: string): Promise<readonly GitCommit[]> {
    return this.#log("--reverse", "--topo-order", `${base}..${head}`);
  }

  /** History of `head`, newest first. @param path only commits that touch it @param since ISO time */
  async history(head: string, path: string | undefined, since: string | undefined): Promise<readonly GitCommit[]> {
    const paths = path === undefined ? [] : ["--", path];
    return this.#log(...(since === undefined ? [] : [`--since=${since}`]), head, ...paths);
  }

  async #log(...args: readonly string[]): Promise<readonly GitCommit[]> {
    const text = await this.#git("log", `--format=%H${field}%cI${field}%B${record}`, ...args);
    return text.split(record).flatMap((entry) => {
      const [sha, date, message] = entry.trim().split(field);
      if (!sha || !date) return [];
      return [{ sha, commit: { message: (message ?? "").trim(), committer: { date } } }];
    });
  }

  async #find(...args: readonly string[]): Promise<string | undefined> {
    try {
      return await this.#git(...args);
    } catch {
      return undefined;
    }
  }

  async #git(...args: readonly string[]): Promise<string> {
    const { stdout } = await run("git", ["-C", this.#directory, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  }
}
