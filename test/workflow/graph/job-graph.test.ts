import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fieldsOf } from "../../../src/workflow/check/workflow-view.ts";
import { criticalPath } from "../../../src/workflow/graph/critical-path.ts";
import { readJobGraph, withoutImplied } from "../../../src/workflow/graph/job-graph.ts";
import { formatSeconds, jobWords } from "../../../src/workflow/graph/job-words.ts";
import { matrixSize } from "../../../src/workflow/graph/matrix-size.ts";

const graphOf = (yaml: string) => readJobGraph(fieldsOf(parse(yaml)));

describe("the graph of a workflow", () => {
  it("has what a picture shows of each job", () => {
    const { name, jobs } = graphOf(`
name: Deliver
jobs:
  image: { name: Image, timeout-minutes: 20, strategy: { matrix: { os: [a, b] } } }
  deploy:
    needs: [image]
    if: \${{ always()
      && true }}
    environment: { name: production, url: x }
    timeout-minutes: \${{ inputs.minutes }}
  call: { needs: image, uses: ./.github/workflows/x.yml, if: false }
`);
    expect(name).toBe("Deliver");
    expect(jobs).toEqual([
      { id: "image", name: "Image", needs: [], matrix: 2, timeoutSeconds: 1_200 },
      {
        id: "deploy",
        name: "deploy",
        needs: ["image"],
        condition: "always() && true",
        environment: "production",
        timeoutSeconds: 21_600,
      },
      {
        id: "call",
        name: "call",
        needs: ["image"],
        condition: "false",
        calls: "./.github/workflows/x.yml",
        timeoutSeconds: 21_600,
      },
    ]);
  });

  it.each([
    ["nothing", ""],
    ["a list", "- a"],
    ["jobs that are none", "jobs: { a: 1, b: { needs: 3, steps: x, environment: [1], strategy: 5 } }"],
    ["needs that name nobody, or itself", "jobs: { a: { needs: [b, a] } }"],
  ])("is read from %s without a fuss", (_, yaml) => {
    const { jobs } = graphOf(yaml);
    expect(jobs.flatMap(({ needs }) => needs)).toEqual([]);
    expect(criticalPath({ name: "", jobs }).jobs.length).toBeLessThanOrEqual(1);
  });

  it("leaves out arrows that others imply", () => {
    const graph = graphOf(
      "jobs: { a: {}, b: { needs: a }, c: { needs: [a, b] }, d: { needs: [a, c] }, e: { needs: [a] } }",
    );
    expect(withoutImplied(graph).jobs.map(({ id, needs }) => [id, ...needs].join(" "))).toEqual([
      "a",
      "b a",
      "c b",
      "d c",
      "e a",
    ]);
  });
});

describe("a job that calls a workflow of the same repository", () => {
  const files: Readonly<Record<string, string>> = {
    ".github/workflows/deploy.yml": `
jobs:
  out: { environment: "\${{ inputs.to }}", timeout-minutes: 25 }
  look: { needs: out, environment: { name: staging }, timeout-minutes: 5 }
  other: { environment: staging, timeout-minutes: 1 }
`,
    ".github/workflows/outer.yml":
      "jobs: { in: { uses: ./.github/workflows/deploy.yml, with: { to: '${{ inputs.at }}' } } }",
    ".github/workflows/circle.yml": "jobs: { in: { uses: ./.github/workflows/circle.yml } }",
    ".github/workflows/round.yml": "jobs: { in: { uses: $/.github/workflows/round.yml } }",
    ".github/workflows/empty.yml": "on: workflow_call",
  };
  const called = (job: string) => {
    const open = (path: string) => (files[path] === undefined ? undefined : fieldsOf(parse(files[path])));
    return readJobGraph(fieldsOf(parse(`jobs: { call: { uses: ${job} } }`)), open).jobs[0];
  };

  it.each<[string, string, number, readonly string[] | undefined]>([
    ["its limits and environments", "./.github/workflows/deploy.yml, with: { to: eu }", 30, ["eu", "staging"]],
    ["an environment it does not know", "./.github/workflows/deploy.yml", 30, ["${{ inputs.to }}", "staging"]],
    ["what that calls in turn", "./.github/workflows/outer.yml, with: { at: us }", 30, ["us", "staging"]],
    [
      "what is named from the repository's root",
      "$/.github/workflows/outer.yml, with: { at: us }",
      30,
      ["us", "staging"],
    ],
    ["GitHub's limit where a round is spelt in two ways", "./.github/workflows/round.yml", 360, []],
    ["GitHub's limit where it goes round in a circle", "./.github/workflows/circle.yml", 360, []],
    ["GitHub's limit where it has no jobs", "./.github/workflows/empty.yml", 360, []],
    ["GitHub's limit where the file is not there", "./.github/workflows/none.yml", 360, undefined],
    ["GitHub's limit where it lies elsewhere", "a/b/.github/workflows/c.yml@v1", 360, undefined],
  ])("counts with %s", (_, job, minutes, environments) => {
    expect(called(job)?.timeoutSeconds).toBe(minutes * 60);
    expect(called(job)?.calledEnvironments).toEqual(environments);
  });

  it("says so in a picture, with who approves there", () => {
    const job = called("./.github/workflows/deploy.yml, with: { to: eu }");
    const words = job && jobWords(job, new Map([["staging", ["team:sre"]]]));
    expect(words?.details).toEqual([
      "environments eu, staging",
      "approved by team:sre",
      "calls ./.github/workflows/deploy.yml",
      "at most 30 min",
    ]);
    expect(words?.needsApproval).toBe(true);
  });
});

describe("the size of a matrix", () => {
  it.each<[string, number | "dynamic"]>([
    ["{ a: [1, 2], b: [1, 2, 3] }", 6],
    ["{ a: [1, 2], b: [1, 2, 3], exclude: [{ a: 1 }] }", 3],
    ["{ a: [1, 2], b: [1, 2, 3], exclude: [{ a: 1, b: 3 }, { a: 9 }] }", 5],
    ["{ a: [1, 2], include: [{ a: 1, x: y }] }", 2],
    ["{ a: [1, 2], include: [{ a: 3 }] }", 3],
    ["{ a: [1, 2], include: [{ x: y }] }", 2],
    ["{ a: [1, 2], include: [{ constructor: y }] }", 2],
    ["{ include: [{ a: 1 }, { a: 2 }] }", 2],
    // The example of GitHub's own documentation.
    [
      "{ fruit: [apple, pear], animal: [cat, dog], include: [{ color: green }, { color: pink, animal: cat }, { fruit: apple, shape: circle }, { fruit: banana }, { fruit: banana, animal: cat }] }",
      6,
    ],
    ["{ a: [1], exclude: [{ a: 1 }] }", 0],
    ["{ a: '${{ fromJSON(x) }}' }", "dynamic"],
    ["'${{ fromJSON(x) }}'", "dynamic"],
    ["{ a: [1], include: '${{ x }}' }", "dynamic"],
  ])("%s is %s", (yaml, size) => {
    expect(matrixSize(parse(yaml))).toBe(size);
  });

  it("is counted, not laid out, when it is absurd", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => index);
    expect(matrixSize({ a: many, b: many, c: many })).toBe(1_000_000_000);
  });
});

describe("the critical path", () => {
  const graph = graphOf(`
jobs:
  a: { timeout-minutes: 10 }
  b: { needs: a, timeout-minutes: 30 }
  c: { needs: a, timeout-minutes: 5 }
  d: { needs: [b, c], timeout-minutes: 1 }
  alone: { timeout-minutes: 40 }
`);

  it("is the longest chain by time limits", () => {
    expect(criticalPath(graph)).toEqual({ jobs: ["a", "b", "d"], seconds: 41 * 60 });
  });

  it("is another by what was measured, where that is known", () => {
    expect(criticalPath(graph, new Map([["b", 20]]))).toEqual({ jobs: ["alone"], seconds: 2_400 });
    const measured = new Map(Object.entries({ a: 5, b: 20, c: 90, d: 1, alone: 0 }));
    expect(criticalPath(graph, measured)).toEqual({ jobs: ["a", "c", "d"], seconds: 96 });
  });

  it("does not hang where jobs wait for one another", () => {
    const circle = graphOf("jobs: { a: { needs: b, timeout-minutes: 1 }, b: { needs: a, timeout-minutes: 1 } }");
    expect(criticalPath(circle).seconds).toBe(120);
  });

  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [61, "61 s"],
    [119, "119 s"],
    [120, "2 min"],
    [3_599, "1 h"],
    [5_400, "1 h 30 min"],
    [21_600, "6 h"],
  ])("%i seconds are told as %s", (seconds, told) => {
    expect(formatSeconds(seconds)).toBe(told);
  });
});
