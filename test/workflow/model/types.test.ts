import { describe, expect, expectTypeOf, it } from "vitest";
import {
  actions,
  always,
  and,
  type Condition,
  checkout,
  type Expression,
  eq,
  failure,
  github,
  input,
  job,
  localAction,
  matrix,
  not,
  oneOf,
  run,
  sh,
  text,
  uses,
  workflow,
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

  it("are checked where they must not fit, without running any of it", () => {
    expectTypeOf(doesNotCompile).returns.toBeVoid();
  });

  it("of outputs have as many names as the action", () => {
    expect(Object.keys(build.outputs)).toEqual(["imageid", "digest", "metadata"]);
  });
});
