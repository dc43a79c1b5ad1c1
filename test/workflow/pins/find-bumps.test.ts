import { describe, expect, it } from "vitest";
import { describeBump, findBumps, type KnownPin } from "../../../src/workflow/pins/find-bumps.ts";
import { readUses } from "../../../src/workflow/pins/uses-lines.ts";

const [old, raised, other] = ["1", "2", "3"].map((digit) => digit.repeat(40)) as [string, string, string];
const known = (version = "v1.2.3"): KnownPin => ({ action: "acme/greet", version, sha: old });
const header = `# x\n# pinned by the source: acme/greet ${old.slice(0, 7)}, acme/unknown 2222222\n`;
const uses = (text: string) => `${header}jobs:\n  a:\n    steps:\n      - uses: ${text}\n`;
const find = (contents: readonly string[], pinned = known()) =>
  findBumps(
    contents.map((content, index) => ({ path: `${index}.yml`, content })),
    (action) => (action === pinned.action ? { ...pinned, sourceSha: old } : undefined),
  );

describe("the uses of a workflow file", () => {
  it.each([
    ["a step", `      - uses: acme/greet@${old} # v1.2.3`, "acme/greet", "v1.2.3"],
    ["a step with a name before", `        uses: acme/greet@${old} # v1.2.3`, "acme/greet", "v1.2.3"],
    [
      "an action in a folder",
      `        uses: github/codeql-action/init@${old} # v4.36.2`,
      "github/codeql-action/init",
      "v4.36.2",
    ],
    [
      "a reusable workflow",
      `    uses: acme/s/.github/workflows/a.yml@${old} # v2`,
      "acme/s/.github/workflows/a.yml",
      "v2",
    ],
    ["quotes", `        uses: "acme/greet@${old}" # v1.2.3`, "acme/greet", "v1.2.3"],
    [
      "an ignore behind the version",
      `        uses: acme/greet@${old} # v1.2.3 # zizmor: ignore[x] y`,
      "acme/greet",
      "v1.2.3",
    ],
    [
      "a tag with a path before its version",
      `        uses: acme/greet@${old} # release/v1`,
      "acme/greet",
      "release/v1",
    ],
    ["a remark that is code", `        uses: acme/greet@${old} # */evil();/*/v9.0.0`, "acme/greet", undefined],
    ["a remark that is a template", `        uses: acme/greet@${old} # $&/v9.0.0`, "acme/greet", undefined],
    ["a remark that is no version", `        uses: acme/greet@${old} # stable`, "acme/greet", undefined],
    ["no remark", `        uses: acme/greet@${old}`, "acme/greet", undefined],
    ["Windows line ends", `        uses: acme/greet@${old} # v1.2.3\r`, "acme/greet", "v1.2.3"],
  ])("are read from %s", (_, line, action, version) => {
    expect(readUses(`name: x\n${line}\n`)).toEqual([{ action, sha: old, version, line: 2 }]);
  });

  it.each([
    ["a tag", "uses: acme/greet@v1"],
    ["a folder of the repository", "uses: ./.github/actions/x"],
    ["an image", "uses: docker://alpine:3"],
    ["a comment", `# uses: acme/greet@${old} # v1.2.3`],
  ])("are not read from %s", (_, line) => {
    expect(readUses(line)).toEqual([]);
  });
});

describe("what a bot raised", () => {
  it.each([
    ["a patch", "v1.2.4"],
    ["a minor", "v1.10.0"],
    ["a major", "v2.0.0"],
  ])("is taken over when it is %s", (_, version) => {
    const { bumps, refused } = find([uses(`acme/greet@${raised} # ${version}`)]);
    expect(refused).toEqual([]);
    expect(bumps).toEqual([{ action: "acme/greet", sha: raised, version, from: known(), place: "0.yml:6" }]);
    expect(bumps.map(describeBump)).toEqual([`acme/greet v1.2.3 → ${version}`]);
  });

  it("is the newest of several", () => {
    const files = [`acme/greet@${raised} # v1.3.0`, `acme/greet@${other} # v1.4.0`, `acme/greet@${old} # v1.2.3`];
    expect(find(files.map(uses)).bumps).toMatchObject([{ version: "v1.4.0", sha: other }]);
  });

  it("is taken over when the tag follows the newest release, and only its commit is new", () => {
    expect(find([uses(`acme/greet@${raised} # v1`)], known("v1")).bumps).toMatchObject([
      { version: "v1", sha: raised },
    ]);
  });

  it("is taken over when what is known is no version, and so anything may be newer", () => {
    const { bumps, refused } = find([uses(`acme/greet@${raised} # v1.0.0`)], known("main"));
    expect(refused).toEqual([]);
    expect(bumps).toMatchObject([{ version: "v1.0.0", sha: raised }]);
  });

  it("is nothing when the source asks for another commit than when the file was written", () => {
    const file = { path: "a.yml", content: uses(`acme/greet@${raised} # v1.3.0`) };
    const lowered = { ...known("v1.2.0"), sha: other, sourceSha: other };
    expect(findBumps([file], () => lowered)).toEqual({ bumps: [], refused: [] });
  });

  it.each([
    ["the same", `acme/greet@${old} # v1.2.3`],
    ["an older version, which is only out of date", `acme/greet@${raised} # v1.2.2`],
    ["of an action that the source pins itself", `acme/unknown@${raised} # v9.0.0`],
  ])("is nothing when it is %s", (_, line) => {
    expect(find([uses(line)])).toEqual({ bumps: [], refused: [] });
  });

  it.each([
    [
      "one thing is wrong in several places",
      [`acme/greet@${raised}`, `acme/greet@${raised}`, `acme/greet@${raised}`],
      ["0.yml:6 (and in 2 more places): acme/greet is at"],
    ],
    [
      "the version stayed and the commit changed",
      [`acme/greet@${raised} # v1.2.3`],
      [`pinned at ${old}`, `now it is ${raised}`, "does not move"],
    ],
    ["nothing says which version it is", [`acme/greet@${raised}`], ["no remark says which version", "# v1.2.3"]],
    [
      "the remark would be code in the module of the pins",
      [`acme/greet@${raised} # */evil();/*/v9.0.0`],
      ["no remark says which version"],
    ],
    [
      "nothing says whether it is newer",
      [`acme/greet@${raised} # 0x`],
      ["0x is no version that can be put in an order with v1.2.3"],
    ],
    ["it is a version with something behind", [`acme/greet@${raised} # v0_`], ["v0_ is no version"]],
    [
      "two files disagree about a version",
      [`acme/greet@${raised} # v1.3.0`, `acme/greet@${other} # v1.3.0`],
      [`is ${other} here and ${raised} in 0.yml:6`],
    ],
    [
      "the commit is known to be malicious",
      ["acme/greet@0e58ed8671d6b60d0890c21b07f8835ace038e67 # v9.0.0"],
      ["must not be used: it prints secrets", "CVE-2025-30066"],
    ],
  ])("is refused when %s, and named", (_, lines, words) => {
    const { bumps, refused } = find(lines.map(uses));
    expect(bumps).toEqual([]);
    expect(refused).toHaveLength(1);
    for (const word of words) expect(refused[0]).toContain(word);
  });
});
