import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { TidegateError, UnavailableError } from "../../errors/tidegate-error.ts";
import type { ActionSource, ActionTag } from "./action-source.ts";

const exec = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;

/** Looks actions up in a clone on this machine, whatever repository it is of. */
export class LocalClone implements ActionSource {
  readonly name: string;
  readonly #folder: string;

  /** @throws TidegateError when there is no such folder */
  constructor(folder: string) {
    if (!existsSync(folder)) {
      throw new TidegateError("not-found", `There is no clone in ${folder}. Give --from the folder of one.`);
    }
    this.#folder = folder;
    this.name = `the clone in ${folder}`;
  }

  async tags(): Promise<readonly string[]> {
    const listed = await this.#git(["for-each-ref", "--format=%(refname:strip=2)", "refs/tags"]);
    return listed.split("\n").filter((tag) => tag !== "");
  }

  async findTag(_repository: string, tag: string): Promise<ActionTag | undefined> {
    // `*` is what an annotated tag stands on; without it the tag is the commit itself.
    const format = "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(creatordate:iso-strict)";
    const listed = await this.#git(["for-each-ref", format, `refs/tags/${tag}`]);
    const fields = listed.split("\n").map((line) => line.split("\0"));
    const [, object = "", peeled = "", date = ""] = fields.find(([name]) => name === tag) ?? [];
    if (object === "") {
      return undefined;
    }
    return { tag, sha: peeled === "" ? object : peeled, releasedAt: date === "" ? undefined : new Date(date) };
  }

  async readFile(_repository: string, sha: string, path: string): Promise<string | undefined> {
    const entry = await this.#git(["ls-tree", sha, "--", path]);
    return entry === "" ? undefined : this.#git(["show", `${sha}:${path}`]);
  }

  async #git(args: readonly string[]): Promise<string> {
    try {
      return (await exec("git", ["-C", this.#folder, ...args], { maxBuffer })).stdout;
    } catch (error) {
      const told = (error as { readonly stderr?: string }).stderr?.trim() ?? String(error);
      throw new UnavailableError(`${this.name} could not be read: ${told}`, { cause: error });
    }
  }
}
