import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { expression } from "../../../src/workflow/expression/expression.ts";
import {
  always,
  type Expression,
  eq,
  input,
  type JobModel,
  type JobOptions,
  job,
  matrix,
  render,
  run,
  type StepModel,
  type StepScope,
  sh,
  text,
  validate,
  workflowDispatch,
} from "../../../src/workflow/index.ts";
import { file, rendered } from "./small-workflow.ts";

// Here and not imported: a problem is to name this file.
function aJob(id: string, steps: readonly StepModel[], options: Partial<JobOptions> = {}) {
  return job(id, { name: id, timeoutMinutes: 5, steps, ...options });
}

const say = (id: string, value: Expression<unknown, StepScope>) => run(id, sh`echo ${value}`);
const here = import.meta.url.split("/").at(-1);

describe("a reference is written for the place it is read from", () => {
  const make = run("make", sh`true`, { outputs: ["image-ref"] });

  it("reads a step of the same job from steps", () => {
    const { a } = rendered(aJob("a", [make, say("b", make.outputs.imageRef), say("c", make.outcome)]));
    expect(a.steps[1].env).toEqual({ MAKE_IMAGE_REF: "${{ steps.make.outputs.image-ref }}" });
    expect(a.steps[2].env).toEqual({ MAKE_OUTCOME: "${{ steps.make.outcome }}" });
    expect(a).not.toHaveProperty("needs");
  });

  it("reads a step of another job through an output made for it, and needs that job", () => {
    const { a, b } = rendered(aJob("a", [make]), aJob("b", [say("s", make.outputs.imageRef)]));
    expect(a.outputs).toEqual({ "make_image-ref": "${{ steps.make.outputs.image-ref }}" });
    expect(b.needs).toEqual(["a"]);
    expect(b.steps[0].env).toEqual({ MAKE_IMAGE_REF: "${{ needs.a.outputs.make_image-ref }}" });
  });

  it("keeps outputs made for steps apart, whatever their names come to", () => {
    const one = run("a", sh`true`, { outputs: ["b_c"] });
    const other = run("A_b", sh`true`, { outputs: ["C"] });
    const read = [say("x", one.outputs.bC), say("y", other.outputs.C), say("z", one.outputs.bC)];
    const { j, k } = rendered(aJob("j", [one, other]), aJob("k", read));
    expect(j.outputs).toEqual({ a_b_c: "${{ steps.a.outputs.b_c }}", A_b_C_2: "${{ steps.A_b.outputs.C }}" });
    expect(k.steps.flatMap(({ env }: { env: object }) => Object.values(env))).toEqual([
      "${{ needs.j.outputs.a_b_c }}",
      "${{ needs.j.outputs.A_b_C_2 }}",
      "${{ needs.j.outputs.a_b_c }}",
    ]);
  });

  it("leaves a declared output alone that is called like one made for a step", () => {
    const step = run("s", sh`true`, { outputs: ["v"] });
    const declared = aJob("j", [step], { outputs: { s_V: text`approved-${step.outputs.v}` } });
    const { j, k } = rendered(declared, aJob("k", [say("x", step.outputs.v)]));
    expect(j.outputs).toEqual({ s_V: "approved-${{ steps.s.outputs.v }}", s_v_2: "${{ steps.s.outputs.v }}" });
    expect(k.steps[0].env).toEqual({ S_V: "${{ needs.j.outputs.s_v_2 }}" });
  });

  it("needs all that the workflow has in the end", () => {
    const it = file([aJob("a", [make]), aJob("b", [make]), aJob("verdict", [make], { needs: "all", if: always() })]);
    it.job("b").remove();
    it.add(aJob("c", [make]));
    expect(parse(render(it)).jobs.verdict.needs).toEqual(["a", "c"]);
  });

  it("uses the output that the job declares for it instead of making another", () => {
    const a = aJob("a", [make], { outputs: { ref: make.outputs.imageRef } });
    const jobs = rendered(a, aJob("b", [say("s", make.outputs.imageRef)]));
    expect(jobs.a.outputs).toEqual({ ref: "${{ steps.make.outputs.image-ref }}" });
    expect(jobs.b.steps[0].env).toEqual({ MAKE_IMAGE_REF: "${{ needs.a.outputs.ref }}" });
  });

  it.each<[string, (read: Expression<string>) => Partial<JobOptions>]>([
    ["a condition", (read) => ({ if: eq(read, "x") })],
    ["the environment", (read) => ({ environment: { name: read } })],
    ["its variables", (read) => ({ env: { A: text`a-${read}` } })],
    ["its concurrency", (read) => ({ concurrency: { group: read } })],
    ["its name", (read) => ({ name: read })],
    ["its outputs", (read) => ({ outputs: { again: read } })],
    ["its runner", (read) => ({ runsOn: read })],
  ])("needs the job it reads from in %s", (_, options) => {
    const a = job("a", { name: "a", timeoutMinutes: 1, steps: [make], outputs: { ref: make.outputs.imageRef } });
    expect(rendered(a, aJob("b", [], options(a.outputs.ref))).b.needs).toEqual(["a"]);
  });

  it("needs each job once, in the order of the file, whether it reads it or only waits for it", () => {
    const a = aJob("a", [make]);
    const b = aJob("b", []);
    const c = aJob("c", [say("s", b.result), say("t", make.outputs.imageRef), say("u", a.result)], { needs: [a, b] });
    expect(rendered(a, b, c).c.needs).toEqual(["a", "b"]);
  });
});

describe("a reference that cannot be kept is told with the line it was written at", () => {
  const make = run("make", sh`true`, { outputs: ["ref"] });
  const lost = aJob("lost", []);
  const versions = matrix({ node: ["22"] });
  const dispatch = workflowDispatch({ version: input.string({ description: "v" }) });
  const declared = job("a", {
    name: "a",
    timeoutMinutes: 1,
    steps: [make],
    matrix: versions,
    outputs: { r: make.outputs.ref },
  });
  const unknownOutput = expression<string>({ kind: "step-output", step: make.reference, output: "nothing" });

  it.each<[string, RegExp, () => readonly JobModel[]]>([
    ["dangling-reference", /"make" is read here but is in no job/, () => [aJob("b", [say("s", make.outputs.ref)])]],
    ["dangling-reference", /"lost" is read here but is not in x.yml/, () => [aJob("b", [say("s", lost.result)])]],
    ["dangling-reference", /no output "nothing" \(it has: ref\)/, () => [aJob("b", [make, say("s", unknownOutput)])]],
    ["dangling-reference", /no output "nothing"/, () => [aJob("a", [make]), aJob("b", [say("s", unknownOutput)])]],
    [
      "dangling-reference",
      /belongs to the trigger workflow_dispatch, which is not under `on`/,
      () => [aJob("b", [say("s", dispatch.inputs.version)])],
    ],
    ["dangling-reference", /matrix that is not this job's/, () => [aJob("b", [say("s", versions.values.node)])]],
    [
      "ambiguous-reference",
      /several jobs \(a, b\)/,
      () => [aJob("a", [make]), aJob("b", [make]), aJob("c", [say("s", make.outputs.ref)])],
    ],
    ["reference-order", /before it has run/, () => [aJob("b", [say("s", make.outputs.ref), make])]],
    ["reference", /cannot be read from another job/, () => [aJob("a", [make]), aJob("b", [say("s", make.outcome)])]],
    ["matrix-output", /overwrite one another/, () => [declared, aJob("b", [say("s", declared.outputs.r)])]],
    ["duplicate-id", /two jobs called "A"/, () => [aJob("a", []), aJob("A", [])]],
    [
      "duplicate-id",
      /two jobs called "unit"/,
      () => {
        const unit = aJob("unit", [make]);
        return [unit, aJob("unit", [say("s", make.outputs.ref)])];
      },
    ],
    ["duplicate-id", /two steps called "make"/, () => [aJob("a", [make, make])]],
    ["id", /"1a" cannot be the id of a job/, () => [aJob("1a", [])]],
    ["id", /"a b" cannot be the id of a step/, () => [aJob("a", [run("a b", sh`x`)])]],
    ["raw-expression", /written-out expression/, () => [aJob("a", [], { env: { A: "${{ github.ref }}" } })]],
    ["raw-expression", /written-out expression/, () => [aJob("a", [], { name: text`\${{ github.ref }}` })]],
    ["script-quoting", /stands in single quotes/, () => [aJob("a", [run("s", sh`echo '${lost.result}'`)]), lost]],
    ["script-length", /21001 characters/, () => [aJob("a", [run("s", sh`${"x".repeat(21_001)}`)])]],
  ])("%s: %s", async (rule, message, jobs) => {
    const problems = await validate(file(jobs()));
    expect(problems.map((problem) => problem.rule)).toEqual([rule]);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.source?.file).toMatch(new RegExp(`${here}$`));
    expect(() => render(file(jobs()))).toThrow(new RegExp(`${here}:\\d+ .*1 error$`, "s"));
  });

  it("tells a ring of jobs, each waiting for the next", async () => {
    const a = run("a", sh`true`, { outputs: ["x"] });
    const b = run("b", sh`true`, { outputs: ["x"] });
    const jobs = [
      aJob("one", [say("s", b.outputs.x), a]),
      aJob("two", [say("s", a.outputs.x), b]),
      aJob("three", [say("s", a.outputs.x)]),
    ];
    const [problem, ...others] = await validate(file(jobs));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "cyclic-needs", place: "jobs.one" });
    expect(problem?.message).toContain("one → two → one");
  });

  it("tells everything that is wrong at once", async () => {
    const problems = await validate(
      file([aJob("1", [say("s", make.outputs.ref)]), aJob("b", [say("s", lost.result)])]),
    );
    expect(problems.map(({ place, rule }) => `${place} ${rule}`)).toEqual([
      "jobs.1 id",
      "jobs.1.steps.s dangling-reference",
      "jobs.b.steps.s dangling-reference",
    ]);
  });

  it("refuses a status function outside of a condition, where types were evaded", async () => {
    const evaded = always() as unknown as Expression<boolean>;
    const problems = await validate(file([aJob("a", [say("s", evaded)])]));
    expect(problems).toMatchObject([{ rule: "status-function", place: "jobs.a.steps.s" }]);
  });
});
