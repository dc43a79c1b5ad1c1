import { describe, expect, it } from "vitest";
import { ActionFile } from "../../../src/workflow/action-file.ts";
import * as layer from "../../../src/workflow/index.ts";
import { WorkflowFile } from "../../../src/workflow/workflow-file.ts";

const { actions, checkout, eq, github, job, render, run, secret, sh, text, trigger, workflow } = layer;

/** The layer as JavaScript sees it: without the types that would refuse all of this. */
type Untyped = (...args: readonly unknown[]) => unknown;
const js = { job, run, uses: layer.uses, workflow, call: layer.call } as unknown as Readonly<Record<string, Untyped>>;
const anyJob = (options: object) =>
  js.job?.("test", { name: "Test", timeoutMinutes: 5, steps: [checkout()], ...options });
const jobs = [job("a", { name: "A", timeoutMinutes: 5, steps: [checkout()] })];
const anyWorkflow = (options: object) =>
  js.workflow?.({ file: "ci", name: "CI", on: { push: {} }, concurrency: { group: "ci" }, jobs, ...options });
const composite = {
  path: "./own",
  name: "Own",
  description: "Greets",
  define: () => ({ steps: [run("a", sh`echo`)] }),
} as const;
const callee = layer.localWorkflow({ path: "./.github/workflows/x.yml" });
const demanding = layer.localWorkflow({
  path: "./.github/workflows/x.yml",
  inputs: { constructor: layer.input.string({ description: "x", required: true }) },
});
const step = run("b", sh`true`, { outputs: ["there"] });
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

  it.each<[what: string, write: () => unknown, message: RegExp]>([
    [
      "concurrency of a workflow",
      () => anyWorkflow({ concurrency: { group: "ci", cancelInProgres: true } }),
      /`concurrency` of workflow "ci" has no option "cancelInProgres"\. Did you mean cancelInProgress\?/,
    ],
    [
      "concurrency as YAML spells it",
      () => anyWorkflow({ concurrency: { group: "ci", "cancel-in-progress": true } }),
      /`concurrency` of workflow "ci" has no option "cancel-in-progress": write cancelInProgress\./,
    ],
    [
      "concurrency of a job",
      () => anyJob({ concurrency: { group: "x", cancelInProgres: true } }),
      /`concurrency` of job "test" has no option "cancelInProgres"/,
    ],
    [
      "concurrency of a job as YAML spells it",
      () => anyJob({ concurrency: { group: "x", "cancel-in-progress": true } }),
      /`concurrency` of job "test" has no option "cancel-in-progress": write cancelInProgress\./,
    ],
    [
      "concurrency of a call",
      () => js.call?.("c", callee, { name: "C", concurrency: { grup: "x" } }),
      /`concurrency` of job "c" has no option "grup"\. Did you mean group\?/,
    ],
    [
      "concurrency of a job that is changed",
      () => (anyWorkflow({}) as layer.Workflow).job("a").change({ concurrency: { group: "x", que: "max" } as never }),
      /`concurrency` of job "a" has no option "que"/,
    ],
    [
      "a workflow that is changed",
      () => (anyWorkflow({}) as layer.Workflow).change({ concurrency: { group: "x", que: "max" } as never }),
      /`concurrency` of workflow "ci" has no option "que"/,
    ],
    [
      "concurrency that is text",
      () => anyWorkflow({ concurrency: "ci" }),
      /`concurrency` of workflow "ci" is "ci"\. Write \{ group: "ci" \}/,
    ],
    [
      "an environment",
      () => anyJob({ environment: { name: "production", urll: "https://a.b" } }),
      /`environment` of job "test" has no option "urll"\. Did you mean url\?/,
    ],
    [
      "a service",
      () => anyJob({ services: { db: { image: "postgres", port: ["5432"] } } }),
      /`services` of job "test" has db, which has no option "port"\. Did you mean ports\?/,
    ],
    [
      "a service that is text",
      () => anyJob({ services: { db: "postgres" } }),
      /`services` of job "test" has db, which is "postgres"\. Write \{ image: "postgres:18" \}/,
    ],
    [
      "a container",
      () => anyJob({ container: { image: "node", credentails: {} } }),
      /`container` of job "test" has no option "credentails"\. Did you mean credentials\?/,
    ],
    [
      "the credentials of a container",
      () => anyJob({ container: { image: "node", credentials: { usrname: "x", password: secret("P") } } }),
      /`container` of job "test" has credentials, which has no option "usrname"\. Did you mean username\?/,
    ],
    [
      "defaults of a job",
      () => anyJob({ defaults: { shel: "sh" } }),
      /`defaults` of job "test" has no option "shel"\. Did you mean shell\?/,
    ],
    [
      "defaults of a workflow as YAML has them",
      () => anyWorkflow({ defaults: { run: { shell: "sh" } } }),
      /`defaults` of workflow "ci" has no option "run"\. It takes shell, workingDirectory\./,
    ],
    [
      "a runner's group",
      () => anyJob({ runsOn: { grup: "big" } }),
      /`runsOn` of job "test" has no option "grup"\. Did you mean group\?/,
    ],
    [
      "a snapshot",
      () => anyJob({ snapshot: { "image-name": "x" } }),
      /`snapshot` of job "test" has no option "image-name": write imageName\./,
    ],
    [
      "a matrix",
      () => layer.matrix({ node: ["22"] }, { failfast: true, maxParalel: 2 } as never),
      /matrix\(…\) has no option "failfast": write failFast\. .*"maxParalel"\. Did you mean maxParallel\?/,
    ],
    [
      "what a matrix includes, among its keys as YAML has it",
      () => layer.matrix({ node: ["22"], include: [{ node: "22", coverage: true }] }),
      /`include` among the keys of matrix\(…\) is \[.*\. Write it behind them: matrix\(\{ … \}, \{ include: \[…\] \}\)/,
    ],
    [
      "a computed matrix",
      () => layer.computedMatrix(step.outputs.there, ["a"], { failfast: true } as never),
      /computedMatrix\(…\) has no option "failfast": write failFast\./,
    ],
    [
      "an input",
      () => layer.input.string({ description: "x", requird: true } as never),
      /^input\.string\(…\) has no option "requird"\. Did you mean required\?/,
    ],
    [
      "a choice",
      () => layer.input.choice({ description: "x", option: ["a"] } as never),
      /^input\.choice\(…\) has no option "option"\. Did you mean options\?/,
    ],
    [
      "a schedule",
      () => anyWorkflow({ on: { schedule: [{ cron: "5 4 * * *", timeZone: "Europe/Amsterdam" }] } }),
      /`on` of workflow "ci" has schedule, which has no option "timeZone": write timezone\./,
    ],
    [
      "a schedule as a trigger",
      () => trigger("schedule", [{ cron: "5 4 * * *", timeZone: "UTC" }] as never),
      /trigger\("schedule"\) has no option "timeZone": write timezone\./,
    ],
    [
      "a workflow's runs",
      () => anyWorkflow({ on: { workflow_run: { workflows: ["CI"], branchs: ["main"] } } }),
      /`on` of workflow "ci" has workflow_run, which has no option "branchs"\. Did you mean branches\?/,
    ],
    [
      "a reusable workflow",
      () => layer.reusableWorkflow({ file: "a", name: "A", call: layer.workflowCall(), jobs, runname: "x" } as never),
      /workflow "a" has no option "runname": write runName/,
    ],
    [
      "what a workflow is called with",
      () => layer.workflowCall({ secret: {} } as never),
      /workflowCall\(…\) has no option "secret"\. Did you mean secrets\?/,
    ],
    [
      "what a call inherits",
      () => js.call?.("c", callee, { name: "C", inheritSecrets: true }),
      /`inheritSecrets` of job "c" is true\. Write \{ why: "…" \}/,
    ],
  ])("is told however deep it is: %s", (_, write, message) => {
    expect(write).toThrow(layer.WorkflowDefinitionError);
    expect(write).toThrow(message);
    expect(write).toThrow(/javascript\.test\.ts:\d+\)$/);
  });

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
    expect(write).toThrow(/javascript\.test\.ts:\d+\)$/);
  });

  it.each<[what: string, write: (any: Readonly<Record<string, Untyped>>) => unknown, message: RegExp]>([
    ["a map in a script", () => sh`x ${{ a: 1 } as never}`, /A value of a script is \{"a":1\}\. Write an expression/],
    ["a list in a script", () => sh`x ${["a"] as never}`, /A value of a script is \["a"\]/],
    ["sh without a template", (any) => any.sh?.("npm test"), /What sh is given is "npm test"\. Write a template: sh`/],
    ["a map in a text", () => text`x${{ a: 1 } as never}`, /The value after "x" is \{"a":1\}/],
    ["text without a template", (any) => any.text?.("x"), /What text is given is "x"/],
    ["text to not()", (any) => any.not?.("a"), /What not\(…\) takes is "a"\. Write an expression/],
    ["nothing to not()", (any) => any.not?.(), /What not\(…\) takes is undefined/],
    ["nothing to compare", (any) => any.eq?.(undefined, "a"), /A value of an expression is undefined/],
    ["text to and()", (any) => any.and?.("a"), /What and\(…\) takes is "a"/],
    ["no condition", (any) => any.or?.(), /What or\(…\) takes is undefined\. Write one condition at least/],
    ["a plain list to contains()", (any) => any.contains?.(["a"], github.ref), /What contains\(…\) takes is \["a"\]/],
    ["text to oneOf()", (any) => any.oneOf?.(github.ref, "a"), /second argument of oneOf\(…\) is "a"/],
    [
      "cases one after the other",
      (any) => any.choose?.(eq(github.ref, "a"), "b", "c"),
      /first argument of choose\(…\).*\[\[condition, value\]/,
    ],
    [
      "one case that is no pair in a list",
      (any) => any.choose?.([eq(github.ref, "a"), "b"], "c"),
      /first argument of choose/,
    ],
    ["text to fromJson()", (any) => any.fromJson?.("[1]"), /What fromJson\(…\) takes is "\[1\]"/],
    ["nothing to property()", (any) => any.property?.(undefined, "a"), /What property\(…\) takes is undefined/],
    ["no key", (any) => any.property?.(github.ref), /The key of property\(…\) is undefined/],
    ["nothing to orElse()", (any) => any.orElse?.(undefined, "a"), /What orElse\(…\) takes is undefined/],
    ["text to lines()", (any) => any.lines?.("a"), /What lines\(…\) takes is "a"/],
    ["a number to script()", (any) => any.script?.(1), /What script\(…\) takes is 1/],
    ["a job by its name", (any) => any.succeeded?.("a"), /What succeeded\(…\) takes is "a"/],
    ["no matrix", (any) => any.matrix?.(), /What matrix\(…\) is given is undefined/],
    ["a raw expression without a reason", (any) => any.rawExpression?.("github.ref"), /needs a reason/],
    [
      "an event that there is not",
      (any) => any.trigger?.("psuh"),
      /The event of trigger\(…\) is "psuh"\. Write trigger\("push"\)/,
    ],
    [
      "an event under a name that every object has",
      (any) => any.trigger?.("toString"),
      /The event of trigger\(…\) is "toString"\. Write one that GitHub has/,
    ],
    ["an event that is no text", (any) => any.trigger?.(Symbol("x")), /The event of trigger\(…\) is Symbol\(x\)/],
    ["a map that is no JSON", (any) => any.not?.({ toJSON() {} }), /What not\(…\) takes is \[object Object\]\./],
    ["a map that is no text either", (any) => any.not?.({ toJSON() {}, __proto__: null }), /takes is an object\./],
    ["a map whose JSON is none", (any) => any.not?.({ toJSON: () => Symbol("x") }), /takes is \[object Object\]\./],
    ["a map with a number without JSON", (any) => any.not?.({ a: 1n }), /What not\(…\) takes is \[object Object\]\./],
    [
      "a map that throws when it is asked",
      (any) =>
        any.not?.({
          get a() {
            throw new TypeError("no");
          },
        }),
      /takes is \[object Object\]\./,
    ],
    ["a function", (any) => any.not?.(() => 1), /What not\(…\) takes is \(\) => 1\./],
    [
      "an input that is text",
      (any) => any.workflowDispatch?.({ a: "string" }),
      /"a" of workflowDispatch\(…\) is "string"/,
    ],
    ["null to workflowCall()", (any) => any.workflowCall?.(null), /What workflowCall\(…\) is given is null/],
    ["null as options", (any) => any.run?.("a", sh`x`, null), /What step "a" is given is null/],
    ["outputs that are text", (any) => any.run?.("a", sh`x`, { outputs: "b" }), /`outputs` of step "a" is "b"/],
    ["ignores that are text", (any) => any.run?.("a", sh`x`, { ignores: "b" }), /`ignores` of step "a" is "b"/],
    ["a call of nothing", (any) => any.call?.("a", undefined, { name: "A" }), /What job "a" calls is undefined/],
    ["a call of a path", (any) => any.call?.("a", "./x.yml", { name: "A" }), /What job "a" calls is "\.\/x\.yml"/],
    ["no workflow", (any) => any.workflow?.(), /What workflow\(…\) is given is undefined/],
    [
      "a reusable workflow without call",
      (any) => any.reusableWorkflow?.({ file: "a", jobs: [] }),
      /`call` of workflow "a" is undefined/,
    ],
    ["an action without its name", (any) => any.pinnedAction?.({}), /`uses` of pinnedAction\(…\) is undefined/],
    [
      "an action without its place",
      (any) => any.localAction?.({ name: "a" }),
      /`path` of localAction\(…\) is undefined/,
    ],
    ["nothing to localWorkflow()", (any) => any.localWorkflow?.(), /What localWorkflow\(…\) is given is undefined/],
    [
      "an action without steps",
      (any) => any.compositeAction?.({ path: "./a", name: "A" }),
      /`define` of the action "A" is undefined/,
    ],
    ["text to render()", (any) => any.render?.("a"), /What render\(…\) takes is "a"/],
  ])("is one error of ours at its line, not one of our inside: %s", (_, write, message) => {
    const any = layer as unknown as Readonly<Record<string, Untyped>>;
    expect(() => write(any)).toThrow(layer.WorkflowDefinitionError);
    expect(() => write(any)).toThrow(message);
    expect(() => write(any)).toThrow(/javascript\.test\.ts:\d+\)$/);
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
