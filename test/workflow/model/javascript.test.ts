import { describe, expect, it } from "vitest";
import * as layer from "../../../src/workflow/index.ts";
import { callee, jobOptions, js, step, workflowOptions } from "./untyped.ts";

const { actions, eq, github, job, render, run, secret, sh, text, trigger, workflow } = layer;

const anyJob = (options: object) => js.job?.("test", jobOptions(options));
const anyWorkflow = (options: object) => js.workflow?.(workflowOptions(options));
const demanding = layer.localWorkflow({
  path: "./.github/workflows/x.yml",
  inputs: { constructor: layer.input.string({ description: "x", required: true }) },
});
const outputs: Readonly<Record<string, layer.Expression<string>>> = step.outputs;
const nothing = () => outputs.nowhere as layer.Expression<string>;

describe("what the compiler would refuse, written in JavaScript,", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["a value that is not there, in a script", () => sh`echo ${nothing()}`, /after "echo " is undefined.*output/],
    ["a value that is not there, in a text", () => text`v${nothing()}`, /after "v" is undefined/],
    ["null in a script", () => sh`echo ${null as never}`, /after "echo " is null/],
    [
      "text as a script",
      () => js.run?.("a", "npm test"),
      /step "a" has "npm test" as its script\. Write run\("a", sh`…`\)/,
    ],
    ["no script", () => js.run?.("a"), /step "a" has undefined as its script/],
    [
      "an option of a step that there is not",
      () => js.run?.("a", sh`x`, { contineOnError: true }),
      /step "a" has no option "contineOnError"\. Did you mean continueOnError\?/,
    ],
    [
      "an option like none",
      () => js.run?.("a", sh`x`, { colour: "red" }),
      /step "a" has no option "colour"\. It takes name, if/,
    ],
    [
      "an option as YAML spells it",
      () => js.run?.("a", sh`x`, { "continue-on-error": true }),
      /no option "continue-on-error": write continueOnError/,
    ],
    [
      "text as a condition",
      () => js.run?.("a", sh`x`, { if: "always()" }),
      /`if` of step "a" is "always\(\)"\. Write an expression/,
    ],
    [
      "an action that there is not",
      () => js.uses?.("a", (actions as Record<string, unknown>).nope, {}),
      /step "a" uses undefined, which is no action/,
    ],
    [
      "an action's name",
      () => js.uses?.("a", "actions/checkout@v7"),
      /step "a" uses "actions\/checkout@v7", which is no action/,
    ],
    [
      "an option of a job that there is not",
      () => anyJob({ runs_on: "x" }),
      /job "test" has no option "runs_on": write runsOn/,
    ],
    [
      "a job without steps",
      () => anyJob({ steps: undefined }),
      /`steps` of job "test" is undefined\. Write a list of steps/,
    ],
    [
      "steps as YAML has them",
      () => anyJob({ steps: [{ run: "x" }] }),
      /`steps` of job "test" has \{"run":"x"\} in it/,
    ],
    [
      "needs by name",
      () => anyJob({ needs: ["build"] }),
      /`needs` of job "test" has "build" in it\. Write a list of jobs/,
    ],
    [
      "a matrix that is none",
      () => anyJob({ matrix: { node: [22] } }),
      /`matrix` of job "test" is \{"node":\[22\]\}\. Write matrix\(/,
    ],
    [
      "a permission without a reason",
      () => anyJob({ permissions: { contents: "write" } }),
      /`permissions` of job "test" has contents: "write".*why/,
    ],
    [
      "a permission that there is not",
      () => anyJob({ permissions: { content: "read" } }),
      /`permissions` of job "test" has content, which GitHub does not have\. Did you mean contents\?/,
    ],
    [
      "a permission that nobody knows",
      () => anyJob({ permissions: { everything: "read" } }),
      /has everything, which GitHub does not have\. It has actions, .*, vulnerability-alerts\./,
    ],
    [
      "a permission under a name that every object has",
      () => anyJob({ permissions: { toString: { level: "write", why: "x" } } }),
      /`permissions` of job "test" has toString, which GitHub does not have/,
    ],
    [
      "an input of a call under such a name",
      () => js.call?.("c", callee, { name: "C", with: { constructor: "x" } }),
      /What job "c" calls has no input constructor\. It takes: none/,
    ],
    [
      "a missing input of a call under such a name",
      () => js.call?.("c", demanding, { name: "C" }),
      /What job "c" calls needs the input constructor\./,
    ],
    [
      "a missing input of an action under such a name",
      () =>
        js.uses?.(
          "a",
          layer.localAction({ name: "own", path: "./own", inputs: ["constructor"], required: ["constructor"] }),
          {},
        ),
      /own needs constructor\. It takes constructor\./,
    ],
    [
      "a permission of a step",
      () => js.run?.("a", sh`x`, { permissions: { issues: { level: "write" } } }),
      /issues: \{"level":"write"\}.*why/,
    ],
    [
      "a call's option",
      () =>
        js.call?.("c", layer.localWorkflow({ path: "./.github/workflows/x.yml" }), { name: "C", timeoutMinutes: 5 }),
      /job "c" has no option "timeoutMinutes"/,
    ],
    ["a workflow without a file", () => anyWorkflow({ file: undefined }), /`file` of the workflow is undefined/],
    ["triggers by name", () => anyWorkflow({ on: ["push"] }), /`on` of workflow "ci" has "push" in it/],
    ["an event's misspelt filters", () => anyWorkflow({ on: "push" }), /`on` of workflow "ci" is "push"/],
    [
      "a job that is none",
      () => anyWorkflow({ jobs: [{ id: "a" }] }),
      /`jobs` of workflow "ci" has \{"id":"a"\} in it/,
    ],
    [
      "an option of a workflow",
      () => anyWorkflow({ runname: "x" }),
      /workflow "ci" has no option "runname": write runName/,
    ],
  ])("is an error with its line: %s", (_, write, message) => {
    expect(write).toThrow(layer.WorkflowDefinitionError);
    expect(write).toThrow(message);
    expect(write).toThrow(/javascript\.test\.ts:\d+\)$/);
  });

  it("is told all at once for one thing", () => {
    expect(() => anyJob({ runs_on: "x", needs: ["build"] })).toThrow(/runs_on.*needs/);
  });

  it("leaves alone what the types allow", () => {
    const it = workflow({
      file: "ci",
      name: "CI",
      on: [trigger("push")],
      concurrency: { group: "ci" },
      jobs: [
        job("a", {
          name: "A",
          if: eq(github.refName, "main"),
          needs: [],
          timeoutMinutes: 5,
          permissions: { contents: "read", issues: { level: "read", why: "looks" } },
          steps: [run("a", sh`echo ${""} ${0} ${false}`, { env: { TOKEN: secret("TOKEN") } })],
        }),
      ],
    });
    expect(render(it)).toContain("run: echo '' 0 false");
  });
});
