import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../../src/build/repository-root.ts";
import { checkPolicy } from "../../../src/workflow/check/check-file.ts";
import { policyRules, strictRules } from "../../../src/workflow/policy/rules.ts";
import { completeWorkflow } from "./complete-workflow.ts";
import { modelPages, rulePages } from "./rule-page.ts";
import { rulesIndex } from "./rules-index.ts";

const rules = [...policyRules, ...strictRules];
/** What the comments themselves are judged by; no rule of the list. */
const ofIgnores = ["ignore-without-reason", "unused-ignore"];
/** What an example leaves out because it is about its absence. */
const absent: Readonly<Record<string, readonly string[]>> = {
  "concurrency-limits": ["concurrency"],
  "anonymous-definition": ["job names"],
};

/** An example of several files names each behind the first. */
function fired(id: string, example: string) {
  const [first = "", ...others] = example.split("\n---\n# ");
  const called = others.map((text) => ({ path: text.split("\n", 1)[0] ?? "", content: `# ${text}` }));
  const content = completeWorkflow(first, absent[id]);
  return checkPolicy({ path: "x.yml", content, called }, rules).filter(({ rule }) => rule === id);
}

describe("the pages of the rules", () => {
  it("are as many as the rules, each with a name of its own", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rulePages.map(({ id }) => id).sort()).toEqual([...ids, ...ofIgnores].sort());
  });

  it.each(rulePages.filter(({ isShortened }) => !isShortened))("$id fires on what its page calls wrong", (page) => {
    expect(fired(page.id, page.wrong)).not.toEqual([]);
  });

  it.each(rulePages)("$id is quiet on what its page calls right", (page) => {
    expect(page.right).not.toBe("");
    expect(fired(page.id, page.right)).toEqual([]);
  });

  it.each(rulePages)("$id has a page that says severity, why, and how to accept it", ({ id, header, sections }) => {
    const rule = rules.find((each) => each.id === id);
    const accepting = ofIgnores.includes(id) ? [] : ["Accepting it"];
    expect(sections).toEqual(["Why", "Wrong", "Right", ...accepting]);
    expect(header.startsWith(`**${rule?.severity ?? (id === "unused-ignore" ? "warning" : "error")}**`)).toBe(true);
    expect(header.includes("zizmor's audit")).toBe(rule?.origin === "zizmor");
    expect(header.includes("actionlint's checks")).toBe(rule?.origin === "actionlint");
    expect(header.includes("judges a part")).toBe(rule?.isNarrower === true);
    expect(header.includes("only with `strictRules`")).toBe(rule !== undefined && strictRules.includes(rule));
  });

  it("are listed in the index", async () => {
    await expect(rulesIndex(rules, rulePages, modelPages)).toMatchFileSnapshot(
      join(repositoryRoot, "docs/rules/README.md"),
    );
  });
});
