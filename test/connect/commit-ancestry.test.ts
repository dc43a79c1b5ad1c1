import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { commitAncestry } from "../../src/connect/commit-ancestry.ts";
import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import { commitShaSchema } from "../../src/release/release.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-ancestry-"));
const [full, shallow] = [join(folder, "full"), join(folder, "shallow")];
const git = (directory: string, ...args: string[]) =>
  execFileSync("git", ["-C", directory, "-c", "user.name=t", "-c", "user.email=t@t.test", ...args], {
    encoding: "utf8",
  });
execFileSync("git", ["init", "-q", full]);
const commits = ["one", "two", "three"].map((message) => {
  git(full, "commit", "-q", "--allow-empty", "-m", message);
  return commitShaSchema.parse(git(full, "rev-parse", "HEAD").trim());
});
execFileSync("git", ["clone", "-q", "--depth", "2", `file://${full}`, shallow]);
const [one, two, three] = commits;
const down = { isAncestor: () => Promise.reject(new UnavailableError("GitHub is down")) };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("which commit is older", () => {
  if (one === undefined || two === undefined || three === undefined) throw new TypeError("no commits");

  it.each([
    [one, three, true],
    [three, one, false],
    [two, two, false],
  ])("is answered by the checkout when GitHub is down: %s before %s is %s", async (older, newer, expected) => {
    expect(await commitAncestry(down, full).isAncestor(older, newer)).toBe(expected);
  });

  it("is GitHub's word when it answers", async () => {
    const github = { isAncestor: async () => true };
    expect(await commitAncestry(github, full).isAncestor(three, one)).toBe(true);
  });

  it.each([
    ["a commit that the shallow checkout lacks", one, three],
    ["a history that the shallow checkout cuts off", three, two],
  ])("is not guessed for %s", async (_, older, newer) => {
    const answer = commitAncestry(down, shallow).isAncestor(older, newer);
    await expect(answer).rejects.toThrow(/Nobody can say .* GitHub is down; the checkout does not hold/);
  });

  it("is not guessed outside a repository", async () => {
    await expect(commitAncestry(undefined, folder).isAncestor(one, two)).rejects.toBeInstanceOf(UnavailableError);
  });
});
