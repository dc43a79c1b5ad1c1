import { describe, expect, it } from "vitest";
import { ActionFile } from "../../../src/workflow/action-file.ts";
import * as layer from "../../../src/workflow/index.ts";
import { WorkflowFile } from "../../../src/workflow/workflow-file.ts";
import { callee, jobOptions, jobs, js, workflowOptions } from "./untyped.ts";

const { actions, run, sh } = layer;

const anyJob = (options: object) => js.job?.("test", jobOptions(options));
const anyWorkflow = (options: object) => js.workflow?.(workflowOptions(options));
const composite = {
  path: "./own",
  name: "Own",
  description: "Greets",
  define: () => ({ steps: [run("a", sh`echo`)] }),
} as const;

describe("what the compiler would refuse, written in JavaScript,", () => {
  it.each<[what: string, write: () => unknown, message: RegExp]>([
    [
      "an environment variable of a job that is a map",
      () => anyJob({ env: { A: { b: 1 } } }),
      /`env` of job "test" has A, which is \{"b":1\}\. Write text/,
    ],
    [
      "an environment variable of a step that is a list",
      () => js.run?.("a", sh`x`, { env: { A: "a", B: ["b"] } }),
      /`env` of step "a" has B, which is \["b"\]\. Write text/,
    ],
    [
      "an environment variable of a workflow that is a function",
      () => anyWorkflow({ env: { A: () => 1 } }),
      /`env` of workflow "ci" has A, which is \(\) => 1\. Write text/,
    ],
    [
      "an environment variable of a container",
      () => anyJob({ container: { image: "node", env: { A: {} } } }),
      /`container` of job "test" has env, which has A, which is \{\}\./,
    ],
    [
      "variables as a list",
      () => anyJob({ env: ["A=b"] }),
      /`env` of job "test" is \["A=b"\]\. Write \{ LEVEL: "info" \}/,
    ],
    [
      "a script without an id before it",
      () => js.run?.(sh`npm test`),
      /The first argument of run\(…\) is \{.*\. Write the id: run\("test", sh`npm test`\)\./,
    ],
    [
      "an action without an id before it",
      () => js.uses?.(actions.checkout),
      /The first argument of uses\(…\) is \{.*\. Write the id: uses\("setup", actions\.setupNode\)\./,
    ],
    [
      "a job without an id",
      () => js.job?.({ name: "Test" }),
      /The first argument of job\(…\) is \{"name":"Test"\}\. Write the id: job\("test", \{/,
    ],
    [
      "a call without an id",
      () => js.call?.(callee, { name: "C" }),
      /The first argument of call\(…\) is \{.*\. Write the id: call\("deploy", deploy/,
    ],
    [
      "a file with its ending",
      () => anyWorkflow({ file: "ci.yml" }),
      /`file` of workflow "ci\.yml" is "ci\.yml"\. Write .* without \.yml: ci\./,
    ],
    ["a file with its other ending", () => anyWorkflow({ file: "ci.YAML" }), /is "ci\.YAML"\. Write .* without \.yml/],
    [
      "a called file with its ending",
      () => layer.reusableWorkflow({ file: "a.yml", name: "A", call: layer.workflowCall(), jobs }),
      /`file` of workflow "a\.yml" is "a\.yml"\./,
    ],
    [
      "inputs of an action as a map",
      () => layer.localAction({ name: "own", path: "./own", inputs: {} } as never),
      /`inputs` of localAction\(…\) is \{\}\. Write a list of names: \["version"\]\./,
    ],
    [
      "outputs of an action as a map",
      () => layer.pinnedAction({ uses: "a/b", version: "v1", sha: "0".repeat(40), outputs: { a: {} } } as never),
      /`outputs` of pinnedAction\(…\) is \{"a":\{\}\}\. Write a list of names/,
    ],
    [
      "a list with something else in it",
      () => layer.localAction({ name: "own", path: "./own", required: ["a", { b: 1 }] } as never),
      /`required` of localAction\(…\) has \{"b":1\} in it\. Write a list of names/,
    ],
    [
      "an action's misspelt option",
      () => layer.localAction({ name: "own", path: "./own", ouputs: [] } as never),
      /localAction\(…\) has no option "ouputs"\. Did you mean outputs\?/,
    ],
    [
      "an imported action's misspelt option",
      () => layer.unpinnedAction({ uses: "a/b@v1", input: ["a"] } as never),
      /unpinnedAction\(…\) has no option "input"\. Did you mean inputs\?/,
    ],
    [
      "an imported workflow's inputs as a list",
      () => layer.unpinnedWorkflow({ uses: "a/b/.github/workflows/c.yml@v1", inputs: ["a"] } as never),
      /`inputs` of unpinnedWorkflow\(…\) is \["a"\]\. Write \{ version: input\.string/,
    ],
    [
      "a composite action's misspelt option",
      () => layer.compositeAction({ ...composite, brandig: {} } as never),
      /The action "Own" has no option "brandig"\. Did you mean branding\?/,
    ],
    [
      "a composite action's input that is only its text",
      () => layer.compositeAction({ ...composite, inputs: { version: "Which" } } as never),
      /`inputs` of the action "Own" has version, which is "Which"\. Write \{ description: "Which" \}/,
    ],
    [
      "a misspelt option of a composite action's input",
      () =>
        layer.compositeAction({ ...composite, inputs: { version: { description: "Which", defualt: "1" } } } as never),
      /has version, which has no option "defualt"\. Did you mean default\?/,
    ],
    [
      "a called workflow's inputs as a list",
      () => layer.localWorkflow({ path: "./.github/workflows/x.yml", inputs: ["a"] } as never),
      /`inputs` of localWorkflow\(…\) is \["a"\]\. Write \{ version: input\.string/,
    ],
    [
      "a called workflow's outputs as a map",
      () => layer.remoteWorkflow({ uses: "a/b/c.yml", version: "v1", sha: "0".repeat(40), outputs: {} } as never),
      /`outputs` of remoteWorkflow\(…\) is \{\}\. Write a list of names/,
    ],
    [
      "options of a workflow instead of one, to WorkflowFile",
      () => new WorkflowFile({} as never, { name: "x" } as never),
      /The workflow of new WorkflowFile\(…\) is \{"name":"x"\}\. Write workflow\(/,
    ],
    [
      "no action to ActionFile",
      () => new ActionFile({} as never, { name: "x" } as never),
      /The action of new ActionFile\(…\) is \{"name":"x"\}\. Write compositeAction\(/,
    ],
  ])("names what is wrong: %s", (_, write, message) => {
    expect(write).toThrow(layer.WorkflowDefinitionError);
    expect(write).toThrow(message);
    expect(write).toThrow(/javascript-shapes\.test\.ts:\d+\)$/);
  });
});
