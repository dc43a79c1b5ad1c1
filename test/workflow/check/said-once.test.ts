import { describe, expect, it } from "vitest";
import { checkFile } from "../../../src/workflow/check/check-file.ts";
import { completeWorkflow } from "../policy/complete-workflow.ts";

const path = ".github/workflows/ci.yml";
const schedule = (remark = "") => `on:\n  schedule:\n    - cron: "99 7 * * 1"${remark}`;
const rulesOf = async (example: string) =>
  (await checkFile({ path, content: completeWorkflow(example) })).map(({ rule }) => rule);
const reading = (...sources: readonly string[]) =>
  `- run: make\n  env: { A: "${sources.map((source) => `\${{ ${source} }}`).join("")}" }`;

describe("one mistake that GitHub and a rule find", () => {
  it("is told by the rule, which says what to do", async () => {
    expect(await rulesOf(schedule())).toEqual(["schedule"]);
  });

  it("is told by GitHub where the rule is ignored", async () => {
    expect(await rulesOf(schedule(" # tidegate: ignore[schedule] a test"))).toEqual(["github"]);
  });

  it("is told by the rule where GitHub is ignored", async () => {
    expect(await rulesOf(schedule(" # tidegate: ignore[github] a test"))).toEqual(["schedule"]);
  });

  it("is told by GitHub where there is no rule", async () => {
    const content = completeWorkflow(schedule());
    expect((await checkFile({ path, content }, [])).map(({ rule }) => rule)).toEqual(["github"]);
  });

  it("does not hide another one in the same line", async () => {
    expect((await rulesOf(reading("steps.a.outputs.x", "inputs.b"))).sort()).toEqual(["github", "undefined-reference"]);
  });
});
