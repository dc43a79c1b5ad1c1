import { describe, expect, expectTypeOf, it } from "vitest";
import {
  actions,
  always,
  and,
  type Condition,
  call,
  checkout,
  choose,
  compositeAction,
  type Expression,
  env,
  eq,
  failure,
  format,
  github,
  hashFiles,
  input,
  job,
  localAction,
  matrix,
  not,
  oneOf,
  reusableWorkflow,
  run,
  runner,
  type StepCondition,
  secret,
  sh,
  text,
  trigger,
  uses,
  workflow,
  workflowCall,
  workflowDispatch,
} from "../../../src/workflow/index.ts";

const build = uses("build", actions.dockerBuildPush, { context: "." });
const options = { name: "x", timeoutMinutes: 1, steps: [] } as const;
const group = { group: "x" } as const;

/** Never called: it is here for the compiler, whose silence at any of these lines is an error of `tsc`. */
function doesNotCompile(): void {
  // @ts-expect-error a misspelt input
  uses("x", actions.checkout, { fetchdepth: 0 });
  // @ts-expect-error an input under the name of the action.yml
  uses("x", actions.checkout, { "fetch-depth": 0 });
  // @ts-expect-error a required input is missing
  uses("x", actions.cache, { path: "a" });
  // @ts-expect-error all inputs are missing, one is required
  uses("x", localAction({ name: "l", path: "./l", inputs: ["a"], required: ["a"] }));
  // @ts-expect-error an output the action does not have
  build.outputs.digset;
  // @ts-expect-error a script that is a string
  run("x", "echo hello");
  // @ts-expect-error a script that is text with an expression
  run("x", text`echo ${github.headRef}`);
  // @ts-expect-error an output the script does not declare
  run("x", sh`true`, { outputs: ["a"] }).outputs.b;
  // @ts-expect-error an output the job does not declare
  job("x", options).outputs.digest;
  // @ts-expect-error a status function outside of an if
  job("x", { ...options, name: always() });
  // @ts-expect-error a status function in a value
  run("x", sh`true`, { env: { A: and(always(), eq(github.ref, "a")) } });
  // @ts-expect-error a status function that is negated is still one
  job("x", { ...options, continueOnError: not(failure()) });
  // @ts-expect-error a condition that is a string, which GitHub holds for true even when it says false
  job("x", { ...options, if: build.outputs.digest });
  // @ts-expect-error a condition that is plain text
  job("x", { ...options, if: "github.ref == 'a'" });
  // @ts-expect-error a job without a limit of time
  job("x", { name: "x", steps: [] });
  // @ts-expect-error a reason is missing
  run("x", sh`true`, { permissions: { contents: "write" } });
  // @ts-expect-error a reason is missing to read what is not the repository
  run("x", sh`true`, { permissions: { packages: "read" } });
  // @ts-expect-error an accepted finding without a reason
  run("x", sh`true`, { ignores: [{ audit: "template-injection" }] });
  // @ts-expect-error an identity cannot be read
  run("x", sh`true`, { permissions: { "id-token": { level: "read", why: "x" } } });
  // @ts-expect-error there is no such permission
  run("x", sh`true`, { permissions: { content: "read" } });
  // @ts-expect-error who waits for all cannot cancel who runs
  job("x", { ...options, concurrency: { group: "x", queue: "max", cancelInProgress: true } });
  // @ts-expect-error a workflow without concurrency
  workflow({ file: "x", name: "X", on: {}, jobs: [] });
  // @ts-expect-error an event that hands a token to strangers
  workflow({ file: "x", name: "X", on: { pull_request_target: {} }, concurrency: group, jobs: [] });
  // @ts-expect-error an input the form does not have
  workflowDispatch({ version: input.string({ description: "" }) }).inputs.verison;
  // @ts-expect-error a default that is not one of the choices
  input.choice({ description: "", options: ["a", "b"], default: "c" });
  // @ts-expect-error a key the matrix does not have
  matrix({ node: ["22"] }).values.nodes;
  // @ts-expect-error a combination that the matrix cannot have
  matrix({ node: ["22"] }, { exclude: [{ node: "23" }] });
  const { inputs } = workflowDispatch({ how: input.choice({ description: "", options: ["a", "b"] }) });
  // @ts-expect-error a comparison that is never true
  eq(inputs.how, "c");
  // @ts-expect-error a list with what is never chosen
  oneOf(inputs.how, ["a", "c"]);
  // @ts-expect-error a result that no job has
  eq(job("x", options).result, "succeeded");
  // @ts-expect-error checkout's credentials are kept only with a reason
  checkout({ persistCredentials: true });
}

/** What GitHub does not have at a place. */
function cannotBeReadThere(): void {
  const versions = matrix({ node: ["22"] }, { include: [{ node: "24", canary: true }] });
  // @ts-expect-error secrets in the condition of a job
  job("x", { ...options, if: eq(secret("A"), "a") });
  // @ts-expect-error the matrix in the condition of a job, which is decided first
  job("x", { ...options, matrix: versions, if: eq(versions.values.node, "22") });
  // @ts-expect-error a secret that hides in a text
  job("x", { ...options, name: text`deploy ${secret("A")}` });
  // @ts-expect-error a secret that hides in a function
  job("x", { ...options, environment: { name: format("{0}", secret("A")) } });
  // @ts-expect-error variables of the job where no runner has been chosen
  job("x", { ...options, runsOn: env("RUNNER") });
  // @ts-expect-error the runner where none has been chosen
  job("x", { ...options, runsOn: runner.os });
  // @ts-expect-error the runner in the name of a job
  job("x", { ...options, name: text`on ${runner.os}` });
  // @ts-expect-error the runner in the group of a job
  job("x", { ...options, concurrency: { group: runner.name } });
  // @ts-expect-error files before there are any
  job("x", { ...options, env: { HASH: hashFiles("a") } });
  // @ts-expect-error a secret in the address of an environment
  job("x", { ...options, environment: { name: "dev", url: secret("URL") } });
  // @ts-expect-error a secret in the condition of a step
  run("x", sh`true`, { if: eq(secret("A"), "a") });
  // @ts-expect-error a combination in the group of a workflow
  workflow({ file: "x", name: "X", on: {}, concurrency: { group: versions.values.node }, jobs: [] });
  // @ts-expect-error a secret in the name of a run
  workflow({ file: "x", name: "X", runName: secret("A"), on: {}, concurrency: group, jobs: [] });
  // @ts-expect-error a password that is no secret
  job("x", { ...options, container: { image: "a", credentials: { username: "a", password: "hunter2" } } });
  // @ts-expect-error a matrix that reads its own combination
  matrix({ node: [1] }, { maxParallel: versions.values.node });
  // @ts-expect-error a key that neither the matrix nor what it includes has
  versions.values.beta;
}

/** Events and their payloads. */
function isNotInThePayload(): void {
  const pr = trigger("pull_request", { branches: ["main"] });
  const on = (triggers: Parameters<typeof workflow>[0]["on"]) =>
    workflow({ file: "x", name: "X", on: triggers, concurrency: group, jobs: [] });
  // @ts-expect-error a field that a pull request does not have
  pr.event.pullRequest.numbr;
  // @ts-expect-error a pull request where there was a push
  trigger("push").event.pullRequest;
  // @ts-expect-error an event that hands a token to strangers
  trigger("pull_request_target");
  // @ts-expect-error an event that does not exist
  trigger("pull_requests");
  // @ts-expect-error an activity that the event does not have
  trigger("pull_request", { types: ["published"] });
  // @ts-expect-error filters that the event does not have
  trigger("release", { branches: ["main"] });
  // @ts-expect-error a run of nobody knows which workflow
  trigger("workflow_run");
  // @ts-expect-error one event under the name of another
  on({ push: pr });
  // @ts-expect-error a schedule without a time
  on({ schedule: [{ timezone: "Europe/Amsterdam" }] });
}

/** Workflows that are called. */
function isNotHowItIsCalled(): void {
  const called = workflowCall({
    inputs: {
      version: input.string({ description: "", required: true }),
      shares: input.number({ description: "" }),
    },
    secrets: { TOKEN: { required: true } },
  });
  const deploy = reusableWorkflow({ file: "d", name: "D", call: called, jobs: [], outputs: { url: { value: "x" } } });
  const secrets = { TOKEN: secret("TOKEN") };
  const name = "x";
  call("x", deploy, { name, with: { version: "1" }, secrets });
  // @ts-expect-error a required input is missing
  call("x", deploy, { name, with: { shares: 1 }, secrets });
  // @ts-expect-error all inputs are missing
  call("x", deploy, { name, secrets });
  // @ts-expect-error an input of another type
  call("x", deploy, { name, with: { version: "1", shares: "three" }, secrets });
  // @ts-expect-error an input it does not have
  call("x", deploy, { name, with: { version: "1", share: 1 }, secrets });
  // @ts-expect-error a required secret is missing
  call("x", deploy, { name, with: { version: "1" } });
  // @ts-expect-error a secret that is none
  call("x", deploy, { name, with: { version: "1" }, secrets: { TOKEN: "hunter2" } });
  // @ts-expect-error all secrets, without a reason
  call("x", deploy, { name, with: { version: "1" }, secrets: "inherit" });
  // @ts-expect-error an environment, which GitHub allows the called workflow only
  call("x", deploy, { name, with: { version: "1" }, secrets, environment: "production" });
  // @ts-expect-error a limit of time, which GitHub allows the called workflow only
  call("x", deploy, { name, with: { version: "1" }, secrets, timeoutMinutes: 5 });
  // @ts-expect-error an output it does not give
  call("x", deploy, { name, with: { version: "1" }, secrets }).outputs.link;
  // @ts-expect-error an input of a form, which no call has
  workflowCall({ inputs: { where: input.environment({ description: "" }) } });
  // @ts-expect-error an input that was not declared
  called.inputs.versoin;
  const setup = compositeAction({
    path: "./a",
    name: "a",
    description: "a",
    inputs: { "node-version": { description: "", required: true } },
    // @ts-expect-error an input that the action does not have
    define: ({ version }) => ({ steps: [run("x", sh`echo ${version}`)] }),
  });
  // @ts-expect-error a required input of an action is missing
  uses("setup", setup);
}

describe("types", () => {
  it("are those of the values", () => {
    const { inputs } = workflowDispatch({
      how: input.choice({ description: "", options: ["a", "b"] }),
      many: input.number({ description: "" }),
      now: input.boolean({ description: "" }),
    });
    expectTypeOf(inputs.how).toEqualTypeOf<Expression<"a" | "b">>();
    expectTypeOf(inputs.many).toEqualTypeOf<Expression<number>>();
    expectTypeOf(inputs.now).toExtend<Condition>();
    expectTypeOf(build.outputs).toHaveProperty("imageid");
    expectTypeOf(matrix({ node: ["22", "24"], n: [1] }).values.node).toEqualTypeOf<Expression<"22" | "24", "matrix">>();
    expectTypeOf(and(eq(github.ref, "a"), inputs.now)).toEqualTypeOf<Expression<boolean, "value">>();
    expectTypeOf(and(eq(github.ref, "a"), always())).toEqualTypeOf<Expression<boolean, "value" | "condition">>();
  });

  it("tell what may be read where", () => {
    const versions = matrix({ node: ["22"] }, { include: [{ node: "24", canary: true }] });
    expectTypeOf(versions.values.canary).toEqualTypeOf<Expression<true, "matrix">>();
    expectTypeOf(eq(secret("A"), github.ref)).toEqualTypeOf<Expression<boolean, "secrets" | "value">>();
    expectTypeOf(text`${runner.os}-${env("A")}`).toEqualTypeOf<Expression<string, "runner" | "env" | "value">>();
    expectTypeOf(choose([[eq(github.ref, "a"), "x"]], runner.name)).toEqualTypeOf<
      Expression<string, "value" | "runner">
    >();
    expectTypeOf(always()).toExtend<Condition>();
    expectTypeOf(eq(runner.os, "Linux")).toExtend<StepCondition>();
    expectTypeOf(eq(runner.os, "Linux")).not.toExtend<Condition>();
  });

  it("are those of the event", () => {
    const pr = trigger("pull_request");
    expectTypeOf(pr.event.pullRequest.number).toEqualTypeOf<Expression<number>>();
    expectTypeOf(pr.event.pullRequest.draft).toEqualTypeOf<Expression<boolean>>();
    expectTypeOf(pr.event.pullRequest.labels.name).toEqualTypeOf<Expression<readonly string[]>>();
    expectTypeOf(trigger("schedule", [{ cron: "7 4 * * 1" }]).event.schedule).toEqualTypeOf<Expression<string>>();
  });

  it("of a called workflow are those of its definition", () => {
    const called = workflowCall({ inputs: { n: input.number({ description: "" }) }, secrets: { A: {} } });
    expectTypeOf(called.inputs.n).toEqualTypeOf<Expression<number>>();
    expectTypeOf(called.secrets.A).toEqualTypeOf<Expression<string, "secrets">>();
    const deploy = reusableWorkflow({ file: "d", name: "D", call: called, jobs: [], outputs: { url: { value: "x" } } });
    expectTypeOf(call("x", deploy, { name: "x" }).outputs).toEqualTypeOf<{ readonly url: Expression<string> }>();
  });

  it("are checked where they must not fit, without running any of it", () => {
    expectTypeOf(doesNotCompile).returns.toBeVoid();
    expectTypeOf(cannotBeReadThere).returns.toBeVoid();
    expectTypeOf(isNotInThePayload).returns.toBeVoid();
    expectTypeOf(isNotHowItIsCalled).returns.toBeVoid();
  });

  it("of outputs have as many names as the action", () => {
    expect(Object.keys(build.outputs)).toEqual(["imageid", "digest", "metadata"]);
  });
});
