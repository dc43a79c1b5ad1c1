import { describe, expect, it } from "vitest";
import { checkFilesSync } from "../../../src/workflow/check/validate-sync.ts";
import { type PolicyRule, render, validate } from "../../../src/workflow/index.ts";
import { deliverySample } from "../delivery-sample.ts";

const sound = render(deliverySample().file);
const path = ".github/workflows/deliver.yml";

/** The sample with one piece of text exchanged. */
function exchange(before: string, after: string): { readonly path: string; readonly content: string } {
  expect(sound).toContain(before);
  return { path, content: sound.replace(before, after) };
}

const mistakes: [what: string, message: RegExp, place: string, before: string, after: string][] = [
  [
    "a key that does not exist",
    /Unexpected value 'runs-onn'/,
    "jobs.notice",
    "runs-on: ubuntu-24.04-arm",
    "runs-onn: x",
  ],
  ["a job it does not have", /unknown job 'imagee'/, "jobs.deploy", "needs: [image]", "needs: [imagee]"],
  [
    "an input the action does not have",
    /Invalid action input 'contxt'/,
    "jobs.image.steps.build",
    "context: .",
    "contxt: .",
  ],
  ["a missing output", /digst/, "jobs.deploy.steps.say", "needs.image.outputs.digest", "needs.image.outputs.digst"],
  ["an unknown step", /buid/, "jobs.image", "digest: ${{ steps.build.", "digest: ${{ steps.buid."],
  [
    "a context that is not there",
    /Unrecognized named-value: 'steps'/,
    "jobs.deploy",
    "deploy-${{ inputs.",
    "deploy-${{ steps.",
  ],
  ["an unknown function", /Unrecognized function: 'alwayz'/, "jobs.notice", "always() && inputs", "alwayz() && inputs"],
  [
    "text around a condition",
    /Conditional expression contains literal text/,
    "jobs.notice",
    "inputs.notify }}",
    "inputs.notify }} && true",
  ],
  ["a permission of its own making", /Unexpected value 'contentz'/, "jobs.image", "contents: write", "contentz: write"],
  ["a level that does not exist", /Unexpected value 'admin'/, "jobs.image", "contents: write", "contents: admin"],
  [
    "queueing and cancelling",
    /cannot be combined/,
    "jobs.deploy",
    "queue: max",
    "queue: max\n      cancel-in-progress: true",
  ],
  ["too frequent a schedule", /more than once every 5 minutes|5 minutes/, "", "*/15 * * * *", "* * * * *"],
  ["no runner", /Required property is missing: runs-on/, "jobs.notice", "    runs-on: ubuntu-24.04-arm\n", ""],
];

describe("validate", () => {
  it.each(mistakes)("lets GitHub's parser find %s, at its place", async (_, message, place, before, after) => {
    const problems = await validate(exchange(before, after), { rules: [] });
    const found = problems.filter(({ rule }) => rule === "github");
    expect(found.map((problem) => problem.message).join("\n")).toMatch(message);
    expect(found.map((problem) => problem.place)).toContain(place);
  });

  it.each([
    ["on: psuh", ["Unexpected value 'psuh'. Did you mean push?"]],
    ["on: [push, pullRequest]", ["Unexpected value 'pullRequest'. Did you mean pull_request?"]],
    ["on:\n  workflow_dipsatch:", ["Unexpected value 'workflow_dipsatch'. Did you mean workflow_dispatch?"]],
    ["on: deploy_everything", ["Unexpected value 'deploy_everything'"]],
    ["on:\n  push:\n    psuh: [main]", ["Unexpected value 'psuh'"]],
  ])("says which event is meant by %j, where one is near", async (on, expected) => {
    const content = `name: A\n${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n`;
    const problems = await validate({ path, content });
    expect(problems.filter(({ rule }) => rule === "github").map(({ message }) => message)).toEqual(expected);
  });

  it.each([
    ["contents", "content: read", ["Unexpected value 'content'. Did you mean contents?"]],
    ["id-token", "id_token: write", ["Unexpected value 'id_token'. Did you mean id-token?"]],
    ["pull-requests", "pull-request: write # x", ["Unexpected value 'pull-request'. Did you mean pull-requests?"]],
    ["read", "contents: raed", ["Unexpected value 'raed'. Did you mean read?"]],
    ["nothing near", "everything: write", ["Unexpected value 'everything'"]],
  ])("says which permission is meant: %s", async (_, permission, expected) => {
    const ofWorkflow = `permissions:\n  ${permission}\njobs:\n  a:\n`;
    const ofJob = `jobs:\n  a:\n    permissions:\n      ${permission}\n`;
    for (const top of [ofWorkflow, ofJob]) {
      const content = `name: A\non: push\n${top}    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n`;
      const problems = await validate({ path, content });
      expect(problems.filter(({ rule }) => rule === "github").map(({ message }) => message)).toEqual(expected);
      expect(problems.filter(({ rule }) => rule === "undocumented-permissions")).toEqual([]);
    }
  });

  it("is not confused by files that are checked at the same time", async () => {
    const texts = mistakes.map(([, , , before, after]) => exchange(before, after));
    const together = await Promise.all(texts.map((text) => validate(text)));
    for (const [index, text] of texts.entries()) {
      expect(together[index]).toEqual(await validate(text));
    }
  });

  it("adds the line in the author's source to what GitHub finds", async () => {
    const { file } = deliverySample();
    file.job("notice").change({ runsOn: "ubuntu-latest" });
    const [problem, ...others] = await validate(file);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "named-runner", place: "jobs.notice", file: path });
    expect(problem?.source?.file).toMatch(/delivery-sample\.ts$/);
    expect(sound.split("\n")[(problem?.line ?? 0) - 1]).toContain("runs-on: ubuntu-24.04-arm");
  });

  it("takes rules of the user's own", async () => {
    const noCron: PolicyRule = {
      id: "no-cron",
      severity: "warning",
      appliesTo: "workflows",
      check: ({ triggers }) =>
        "schedule" in triggers ? [{ path: ["on", "schedule"], message: "No schedules here." }] : [],
    };
    expect(await validate(deliverySample().file, { rules: [noCron] })).toMatchObject([
      { rule: "no-cron", severity: "warning" },
    ]);
  });

  it.each([
    ["a: [", "yaml"],
    ["", "github"],
    ["jobs", "github"],
    ["on: push", "github"],
    ["on: push\njobs:\n  a:\n    if: ! cancelled()", "yaml"],
    ["on: push\njobs: { a: { if: !  cancelled() } }", "yaml"],
  ])("does not take %j for a workflow", async (content, rule) => {
    const problems = await validate({ path, content });
    expect(problems.filter(({ severity }) => severity === "error").map((problem) => problem.rule)).toContain(rule);
  });
});

it("takes no exclamation mark in a value or a script for a tag", async () => {
  const { file } = deliverySample();
  const content = render(file).replace(/run: curl .*/, 'run: |\n          if ! true; then echo "! no"; fi');
  expect(content).toContain("if ! true");
  expect((await validate({ path, content })).map(({ rule }) => rule)).not.toContain("yaml");
});

describe("checkFilesSync", () => {
  it("says the same, without waiting for a promise", async () => {
    const texts = mistakes.map(([, , , before, after]) => exchange(before, after));
    const expected = await Promise.all(texts.map((text) => validate(text)));
    expect(checkFilesSync(texts)).toEqual(expected.flat());
    expect(checkFilesSync([])).toEqual([]);
  });
});
