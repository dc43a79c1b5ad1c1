import { describe, expect, it } from "vitest";
import * as layer from "../../../src/workflow/index.ts";
import { callee, jobOptions, jobs, js, step, workflowOptions } from "./untyped.ts";

const { secret, trigger } = layer;

const anyJob = (options: object) => js.job?.("test", jobOptions(options));
const anyWorkflow = (options: object) => js.workflow?.(workflowOptions(options));

describe("what the compiler would refuse, written in JavaScript,", () => {
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
    expect(write).toThrow(/javascript-nested\.test\.ts:\d+\)$/);
  });
});
