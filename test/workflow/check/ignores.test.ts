import { describe, expect, it } from "vitest";
import { checkFile, checkPolicy } from "../../../src/workflow/check/check-file.ts";
import { findComments } from "../../../src/workflow/check/find-comments.ts";

const sound = `name: Sound
on:
  pull_request_target:
permissions: {}
concurrency:
  group: sound
jobs:
  a:
    name: A
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - name: Say
        run: |
          echo \${{ github.ref }}
        env:
          A: b
`;
const told = (content: string) => checkPolicy({ path: "x.yml", content }).map(({ rule, line }) => `${rule} ${line}`);
/** The file with comments behind some of its lines, from 1. */
const remarked = (remarks: Readonly<Record<number, string>>) =>
  sound
    .split("\n")
    .map((line, index) => (remarks[index + 1] ? `${line} # ${remarks[index + 1]}` : line))
    .join("\n");
const all = ["dangerous-triggers 3", "named-runner 10", "template-injection 14"];
const lineOf = (found: string) => Number(found.split(" ")[1]);
const byLine = (one: string, other: string) => lineOf(one) - lineOf(other);
const without = (rule: string) => all.filter((found) => !found.startsWith(rule));

describe("an ignore", () => {
  it("is needed: the file without one has three findings", () => {
    expect(told(sound)).toEqual(all);
  });

  it.each<[what: string, remarks: Readonly<Record<number, string>>, rule: string]>([
    ["of ours, in the line", { 10: "tidegate: ignore[named-runner] tries the next image" }, "named-runner"],
    ["of ours, behind the job", { 8: "tidegate: ignore[named-runner] tries the next image" }, "named-runner"],
    ["of zizmor's, in the line", { 3: "zizmor: ignore[dangerous-triggers] runs nothing" }, "dangerous-triggers"],
    ["in a comment of several", { 3: "why # zizmor: ignore[dangerous-triggers] runs nothing" }, "dangerous-triggers"],
    ["in a list", { 14: "zizmor: ignore[template-injection,artipacked] a ref is safe" }, "template-injection"],
    ["behind the script's |", { 14: "tidegate: ignore[template-injection] a ref is safe" }, "template-injection"],
  ])("%s takes one finding away", (_, remarks, rule) => {
    expect(told(remarked(remarks))).toEqual(without(rule));
  });

  it("of ours may stand alone above the line, with others", () => {
    const above = "    # tidegate: ignore[named-runner] tries the next image\n    # and another remark\n    runs-on";
    expect(told(sound.replace("    runs-on", above))).toEqual(["dangerous-triggers 3", "template-injection 16"]);
  });

  it("of zizmor's alone above the line does nothing, as in zizmor", () => {
    const above = "  # zizmor: ignore[dangerous-triggers] runs nothing\n  pull_request_target";
    expect(told(sound.replace("  pull_request_target", above))).toContain("dangerous-triggers 4");
  });

  it("in a script is a script's own comment", () => {
    const content = sound.replace("echo ", "# tidegate: ignore[template-injection] no\n          echo ");
    expect(told(content)).toContain("template-injection 14");
  });

  it.each<[what: string, remarks: Readonly<Record<number, string>>, found: string]>([
    ["without a reason", { 10: "tidegate: ignore[named-runner]" }, "ignore-without-reason 10"],
    ["of zizmor's without a reason", { 3: "zizmor: ignore[dangerous-triggers]" }, "ignore-without-reason 3"],
    ["without brackets", { 10: "tidegate: ignore named-runner" }, "ignore-without-reason 10"],
    ["without a rule", { 10: "tidegate: ignore[] because" }, "ignore-without-reason 10"],
    ["where its rule finds nothing", { 11: "tidegate: ignore[job-timeout] because" }, "unused-ignore 11"],
    ["in another line", { 9: "tidegate: ignore[named-runner] because" }, "unused-ignore 9"],
    ["of zizmor's where its rule finds nothing", { 1: "zizmor: ignore[unpinned-uses] because" }, "unused-ignore 1"],
    ["of a rule that there is not", { 10: "tidegate: ignore[named-runer] because" }, "unused-ignore 10"],
    ["of ours of an audit that only zizmor has", { 10: "tidegate: ignore[ref-confusion] why" }, "unused-ignore 10"],
  ])("%s is a finding itself", (_, remarks, found) => {
    expect(told(remarked(remarks))).toContain(found);
  });

  it.each<[what: string, remarks: Readonly<Record<number, string>>]>([
    ["of an audit that needs the network", { 10: "zizmor: ignore[ref-confusion] because" }],
    ["of an audit that finds more than we do", { 6: "zizmor: ignore[concurrency-limits] must not be cancelled" }],
  ])("of zizmor's %s is left alone", (_, remarks) => {
    expect(told(remarked(remarks))).toEqual(all);
  });

  it("of a rule that is not asked for has its use all the same", () => {
    const content = sound.replace("run: |\n          echo ${{ github.ref }}", "uses: ./x");
    const ignored = content.replace("uses: ./x", "uses: ./x # zizmor: ignore[self-repository] Enterprise Server");
    expect(told(ignored).filter((found) => found.startsWith("unused"))).toEqual([]);
  });

  it("is good for what GitHub's parser says as well", async () => {
    const content = sound.replace("    timeout-minutes: 5", "    timeout-minutes: 5\n    not-known-yet: read # REMARK");
    const rules = async (remark: string) =>
      (await checkFile({ path: "x.yml", content: content.replace("REMARK", remark) })).map(({ rule }) => rule);
    expect(await rules("since 2026-09")).toContain("github");
    expect(await rules("tidegate: ignore[github] its parser is older than this key")).not.toContain("github");
  });
});

describe("an ignore of what GitHub's parser says", () => {
  const unknown = sound
    .replace("    timeout-minutes: 5", "    time-out-minutes: 5")
    .replace("        env:\n", "        envv: {}\n        env:\n");
  const told = async (content: string) =>
    (await checkFile({ path: "x.yml", content }))
      .filter(({ rule }) => rule === "github" || rule === "unused-ignore")
      .map(({ rule, line }) => `${rule} ${line}`);
  const ignore = " # tidegate: ignore[github] its parser is older than this key";

  it("is good for its very line alone, or the one below where it stands alone", async () => {
    expect(await told(unknown)).toEqual(["github 11", "github 16"]);
    expect(await told(unknown.replace("time-out-minutes: 5", `$&${ignore}`))).toEqual(["github 16"]);
    expect(await told(unknown.replace("    time-out", `   ${ignore}\n$&`))).toEqual(["github 17"]);
  });

  it.each<[where: string, line: string | RegExp, at: number]>([
    ["a job's id", "  a:", 8],
    ["a step's script", "run: |", 14],
    ["a step's name", "- name: Say", 13],
    ["the workflow's name", "name: Sound", 1],
  ])("does nothing behind %s, and is told to be of no use", async (_, line, at) => {
    const found = await told(unknown.replace(line, `$&${ignore}`));
    expect(found).toEqual(["github 11", "github 16", `unused-ignore ${at}`].sort(byLine));
  });

  it.each<[where: string, line: string, at: number]>([
    ["the job's id", "  a:", 8],
    ["the key that it is told at", "    name: A", 9],
  ])("hides nothing that a job lacks behind %s", async (_, line, at) => {
    const content = sound.replace("    runs-on: ubuntu-latest\n", "");
    expect(await told(content)).toEqual(["github 9"]);
    expect(await told(content.replace(line, `$&${ignore}`))).toEqual(["github 9", `unused-ignore ${at}`].sort(byLine));
  });
});

describe("findComments", () => {
  it("takes for a comment what YAML does, with its line", () => {
    const content = 'a: "# no" # one\n# two\nb: |\n  # no\n  x # no\nc: x#no # three\n\n  # four\n';
    expect(findComments(content)).toEqual([
      { text: "one", line: 1, isAlone: false },
      { text: "two", line: 2, isAlone: true },
      { text: "three", line: 6, isAlone: false },
      { text: "four", line: 8, isAlone: true },
    ]);
  });
});
