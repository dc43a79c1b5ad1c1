import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import * as model from "../../../src/workflow/index.ts";
import { lowerAction } from "../../../src/workflow/render/lower-action.ts";
import { lowerWorkflow } from "../../../src/workflow/render/lower-workflow.ts";
import { modelRules } from "../../../src/workflow/render/model-rules.ts";
import { modelPages, rulePages } from "./rule-page.ts";

/** What a snippet defines: a whole workflow, a composite action, or some jobs. */
interface Defined {
  readonly file?: model.Workflow;
  readonly action?: Parameters<typeof model.renderAction>[0];
  readonly jobs?: readonly model.JobModel[];
}

const statement = /^import \{ (.*) \} from "tidegate\/workflow";$/gm;

/** Runs a snippet as its reader would. */
function run(snippet: string): Defined {
  const code = stripTypeScriptTypes(snippet)
    .replace(statement, "const { $1 } = model;")
    .replaceAll(/\btype \w+,? ?/g, "");
  const names = ["file", "action", "jobs"].map(
    (name) => `${name}: typeof ${name} === "undefined" ? undefined : ${name}`,
  );
  return new Function("model", `${code}\nreturn { ${names.join(", ")} };`)(model);
}

/** The names of what the model finds wrong with it. */
function found(snippet: string): readonly string[] {
  const { file, action, jobs = [] } = run(snippet);
  const inJobs = () => model.workflow({ file: "x", name: "X", on: { push: {} }, concurrency: { group: "x" }, jobs });
  const { problems } = action ? lowerAction(action.model) : lowerWorkflow((file ?? inJobs()).model);
  return problems.map(({ rule }) => rule);
}

/** What is found outside of the model: one-report, refusals and missing-files let each fire. */
const outside = ["duplicate-file", "missing-file", "options", "pin-file", "unwritable-file"];
const pages = modelPages.filter(({ id }) => !outside.includes(id));

describe("the pages of what is told before there is a file", () => {
  it("are there for everything that the model can find", () => {
    const known = new Set([...modelPages, ...rulePages].map(({ id }) => id));
    expect(modelRules.filter((rule) => !known.has(rule))).toEqual([]);
    expect(modelPages.filter(({ id }) => ![...modelRules, ...outside].includes(id))).toEqual([]);
  });

  it.each(pages)("$id is found in what its page calls wrong, and nothing else is", ({ id, wrong }) => {
    expect(found(wrong)).toEqual([id]);
  });

  it.each(pages)("nothing is found in what the page of $id calls right", ({ right }) => {
    expect(found(right)).toEqual([]);
  });

  it.each(modelPages)("$id says severity, why, and what to do", ({ header, summary, sections }) => {
    expect(header).toBe("**error** · told before there is a file");
    expect(summary).toMatch(/\.$/);
    expect(sections).toEqual(["Why", "Wrong", "Right"]);
  });
});
