import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  always,
  and,
  type Expression,
  env,
  eq,
  format,
  github,
  hashFiles,
  type JobOptions,
  job,
  matrix,
  needs,
  not,
  rawExpression,
  render,
  run,
  runner,
  type Scope,
  type StepOptions,
  script,
  secret,
  sh,
  text,
  validate,
  type WorkflowOptions,
  workflow,
} from "../../../src/workflow/index.ts";

const here = import.meta.url.split("/").at(-1);
const versions = matrix({ node: ["22", "24"] });

function file(options: Partial<JobOptions>, top: Partial<WorkflowOptions> = {}) {
  const jobs = [job("a", { name: "a", timeoutMinutes: 5, matrix: versions, steps: [], ...options })];
  return workflow({ file: "x", name: "X", on: { push: {} }, concurrency: { group: "x" }, jobs, ...top });
}

/** What the types refuse, as a program that evades them would write it. */
const evading = <T>(value: Expression<T, Scope>) => value as unknown as Expression<never, never>;
const aStep = (options: StepOptions) => file({ steps: [run("s", sh`true`, options)] });

describe("what GitHub does not have at a place is an error with the line, where types were evaded", () => {
  const isSecret = evading(eq(secret("A"), "a"));
  it.each<[string, string, () => ReturnType<typeof file>]>([
    ["the condition of a job cannot read secrets", "jobs.a", () => file({ if: isSecret })],
    [
      "the condition of a job cannot read matrix",
      "jobs.a",
      () => file({ if: evading(eq(versions.values.node, "22")) }),
    ],
    ["the condition of a job cannot read env", "jobs.a", () => file({ if: evading(eq(env("A"), "")) })],
    ["the condition of a job cannot read hashFiles()", "jobs.a", () => file({ if: evading(eq(hashFiles("a"), "")) })],
    ["the choice of a runner cannot read env", "jobs.a", () => file({ runsOn: evading(env("A")) })],
    ["the choice of a runner cannot read runner", "jobs.a", () => file({ runsOn: [evading(runner.os)] })],
    [
      "the name of a job cannot read secrets",
      "jobs.a",
      () => file({ name: text`x ${secret("A") as Expression<string, never>}` }),
    ],
    ["the environment of a job cannot read env", "jobs.a", () => file({ environment: { name: evading(env("A")) } })],
    [
      "the url of an environment cannot read secrets",
      "jobs.a",
      () => file({ environment: { name: "a", url: evading(secret("A")) } }),
    ],
    [
      "the concurrency of a job cannot read runner",
      "jobs.a",
      () => file({ concurrency: { group: evading(runner.os) } }),
    ],
    ["the variables of a job cannot read runner", "jobs.a", () => file({ env: { A: evading(runner.os) } })],
    ["a container cannot read secrets", "jobs.a", () => file({ container: { image: evading(secret("A")) } })],
    ["a service cannot read env", "jobs.a", () => file({ services: { db: { image: evading(env("A")) } } })],
    ["the condition of a step cannot read secrets", "jobs.a.steps.s", () => aStep({ if: isSecret })],
    ["the workflow's concurrency cannot read needs", "", () => file({}, { concurrency: { group: evading(needs) } })],
    ["the workflow's variables cannot read runner", "", () => file({}, { env: { A: evading(runner.os) } })],
    ["the name of runs cannot read secrets", "", () => file({}, { runName: evading(secret("A")) })],
    [
      "the workflow's defaults cannot read github",
      "",
      () => file({}, { defaults: { workingDirectory: evading(github.sha) } }),
    ],
    [
      "a matrix cannot read secrets",
      "jobs.a",
      () => file({ matrix: matrix({ a: evading(secret("A")) as Expression<string[]> }) }),
    ],
  ])("%s", async (message, place, make) => {
    const [problem, ...others] = await validate(make());
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "context-availability", place });
    expect(problem?.message.toLowerCase()).toContain(message.toLowerCase());
    expect(problem?.source?.file).toMatch(new RegExp(`${here}$`));
  });

  it("reads a step where no step has run yet", async () => {
    const make = run("make", sh`x`, { outputs: ["a"] });
    const jobs = file({ steps: [make], env: { A: make.outputs.a } });
    expect(await validate(jobs)).toMatchObject([{ rule: "context-availability", place: "jobs.a" }]);
  });

  it("is found in an expression that is given as text", async () => {
    const raw = rawExpression<boolean>("secrets.A == 'a'", "a test of what is evaded");
    expect(await validate(file({ if: raw }))).toMatchObject([{ rule: "context-availability", place: "jobs.a" }]);
  });
});

describe("expressions have limits", () => {
  const long = (length: number) => format("x".repeat(length - "format('')".length));
  const deep = (depth: number) => {
    let value: Expression<boolean> = eq(github.ref, "a");
    // Each `!` is one; the others are the whole, the parentheses, github.ref, and the `success() &&` that GitHub adds.
    for (let at = 0; at < depth; at++) {
      value = not(value);
    }
    return value;
  };

  /** GitHub makes one call of text and what is in it. */
  const longText = (length: number) => text`${"x".repeat(length - "format('{0}', github.ref)".length)}${github.ref}`;

  it.each([
    ["an expression", 21_000, long, []],
    ["an expression", 21_001, long, ["expression-length"]],
    ["text with an expression in it", 21_000, longText, []],
    ["text with an expression in it", 21_001, longText, ["expression-length"]],
  ] as const)("of %s of %i characters, as GitHub counts them", async (_, length, make, rules) => {
    const problems = await validate(file({ env: { A: make(length) } }), { rules: [] });
    expect(problems.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(rules);
  });

  it.each([
    ["without a status function, to which GitHub adds one", 20_985, (free: number) => eq(long(free), "a"), []],
    ["without a status function", 20_986, (free: number) => eq(long(free), "a"), ["expression-length"]],
    ["with one", 21_000, (free: number) => and(always(), eq(long(free - 12), "a")), []],
    ["with one", 21_001, (free: number) => and(always(), eq(long(free - 12), "a")), ["expression-length"]],
  ] as const)("of a condition %s, of %i characters", async (_, length, make, rules) => {
    const problems = await validate(file({ if: make(length - " == 'a'".length) }), { rules: [] });
    expect(problems.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(rules);
  });

  it.each([
    [45, []],
    [46, ["expression-depth"]],
  ])("of depth: %i negations: %j", async (depth, rules) => {
    const problems = await validate(file({ if: deep(depth) }), { rules: [] });
    expect(problems.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(rules);
  });

  it("tell the place", async () => {
    expect(await validate(file({ if: deep(60) }), { rules: [] })).toMatchObject([
      { rule: "expression-depth", place: "jobs.a", message: expect.stringMatching(/nested \d+ deep; GitHub reads 50/) },
    ]);
  });

  it("hold for numbers too: what is none cannot be written", async () => {
    expect(await validate(file({ timeoutMinutes: Number.NaN }))).toMatchObject([{ rule: "number", place: "jobs.a" }]);
  });
});

describe("a condition", () => {
  it("is always wrapped, so that no exclamation mark becomes a tag of YAML and no text is always true", () => {
    const { jobs } = parse(
      render(file({ if: and(not(eq(github.ref, "a")), always()), steps: [run("s", sh`x`, { if: not(always()) })] })),
    );
    expect(jobs.a.if).toBe("${{ !(github.ref == 'a') && always() }}");
    expect(jobs.a.steps[0].if).toBe("${{ !always() }}");
  });
});

describe("what GitHub has and its parser does not know yet", () => {
  it("is written and not held against the file: cache-mode", async () => {
    const narrowed = file({ cacheMode: "none", steps: [run("s", sh`x`)] }, { cacheMode: "read" });
    expect(parse(render(narrowed))).toMatchObject({ "cache-mode": "read", jobs: { a: { "cache-mode": "none" } } });
    expect(await validate(narrowed, { rules: [] })).toEqual([]);
  });

  const cacheMode = (top: string, ofJob: string, ofStep: string) =>
    `name: A\non: push${top}\njobs:\n  a:\n    runs-on: ubuntu-24.04${ofJob}\n    steps:\n      - run: echo${ofStep}\n`;
  const atTop = (value: string) => cacheMode(`\ncache-mode: ${value}`, "", "");
  const atJob = (value: string) => cacheMode("", `\n    cache-mode: ${value}`, "");

  it.each<[what: string, content: string, lines: readonly number[]]>([
    ["of a workflow", atTop("none"), []],
    ["of a job", atJob("write-only"), []],
    ["of a job, in quotes", atJob('"read"'), []],
    ["of a workflow that GitHub does not have", atTop("foo"), [3]],
    ["of a job that GitHub does not have", atJob("foo"), [6]],
    [
      "of a job in one line",
      "name: A\non: push\njobs: { a: { runs-on: ubuntu-24.04, cache-mode: read, steps: [{ run: echo }] } }\n",
      [],
    ],
    [
      "of a step in one line with its job",
      "name: A\non: push\njobs: { a: { runs-on: ubuntu-24.04, cache-mode: read, steps: [{ run: echo, cache-mode: read }] } }\n",
      [3],
    ],
    ["that is empty", atJob(""), [6]],
    ["of a step", cacheMode("", "", "\n        cache-mode: none"), [8]],
    ["of a step, beside a job's", cacheMode("", "\n    cache-mode: read", "\n        cache-mode: read"), [9]],
    ["of a job's strategy", cacheMode("", "\n    strategy:\n      cache-mode: read", ""), [7]],
  ])("is held against a file where GitHub would: the cache-mode %s", async (_, content, lines) => {
    const found = await validate({ path: ".github/workflows/a.yml", content }, { rules: [] });
    expect(found.map(({ line }) => line)).toEqual(lines);
    expect(found.filter(({ message }) => !message.includes("cache-mode"))).toEqual([]);
  });
});

describe("a script for another shell", () => {
  const shells = ["pwsh", "powershell", "cmd", "python", "perl {0}"] as const;

  it.each(shells)("takes no values, which would be quoted for bash: %s", async (shell) => {
    const step = run("s", sh`echo ${github.ref}`, { shell });
    expect(await validate(file({ steps: [step] }), { rules: [] })).toMatchObject([
      { rule: "script-shell", place: "jobs.a.steps.s" },
    ]);
  });

  it.each([...shells, "bash --noprofile {0}"] as const)("runs as it is written: %s", async (shell) => {
    const step = run("s", script("echo hello"), { shell, env: { A: github.ref } });
    expect(await validate(file({ steps: [step] }), { rules: [] })).toEqual([]);
  });
});
