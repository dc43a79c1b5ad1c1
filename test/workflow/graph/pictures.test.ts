import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { criticalPath } from "../../../src/workflow/graph/critical-path.ts";
import { type JobGraph, readJobGraph, withoutImplied } from "../../../src/workflow/graph/job-graph.ts";
import { layOut } from "../../../src/workflow/graph/layered-layout.ts";
import { renderMermaid } from "../../../src/workflow/graph/mermaid.ts";
import { renderSvg } from "../../../src/workflow/graph/svg.ts";
import { renderTerminal } from "../../../src/workflow/graph/terminal.ts";

const sample = withoutImplied(
  readJobGraph(
    parse(`
name: Deliver "info" & <more>
jobs:
  lint: { name: Lint, timeout-minutes: 5 }
  image: { name: Image, timeout-minutes: 20, strategy: { matrix: { os: [a, b, c] } } }
  end: { name: Deploy, needs: [lint, image], environment: production, timeout-minutes: 30, if: "\${{ github.ref == 'x' }}" }
  call-it: { needs: image, uses: ./.github/workflows/x.yml }
  notice: { name: "Notice \${{ inputs.to }}", needs: [end, lint], timeout-minutes: 1 }
`),
  ),
);
const critical = criticalPath(sample, new Map([["call-it", 60]]));
const approvers = new Map([["production", ["team:sre"]]]);

describe("the graph as Mermaid", () => {
  it("shows jobs, what they wait for, who approves and the critical path", () => {
    expect(renderMermaid(sample, { critical, approvers })).toBe(`flowchart LR
  lint["Lint<br/>at most 5 min"]
  image["Image<br/>matrix of 3<br/>at most 20 min"]
  end_{{"Deploy<br/>environment production<br/>approved by team:sre<br/>at most 30 min<br/>if github.ref == 'x'"}}
  call_it["call-it<br/>calls ./.github/workflows/x.yml"]
  notice["Notice {inputs.to}<br/>at most 1 min"]
  lint --> end_
  image ==> end_
  image --> call_it
  end_ ==> notice
  classDef critical stroke-width:3px
  class image,end_,notice critical`);
  });

  it("gives every job a name of its own, and none that Mermaid keeps for itself", () => {
    const jobs = ["end", "end_", "a-b", "a_b", "Graph"].map((id) => ({ id, name: id, needs: [], timeoutSeconds: 1 }));
    const names = [...renderMermaid({ name: "", jobs }).matchAll(/^ {2}(\w+)\[/gm)].map(([, name]) => name);
    expect(names).toEqual(["end_", "end__", "a_b", "a_b_", "Graph_"]);
  });

  it("lets nothing out of a label", () => {
    const jobs = [{ id: "a", name: '"]; click a "javascript:x" <b>#', needs: [], timeoutSeconds: 1 }];
    expect(renderMermaid({ name: "", jobs }, { brief: true })).toBe(
      'flowchart LR\n  a["#34;]; click a #34;javascript:x#34; #60;b#62;#35;"]',
    );
  });
});

describe("the graph in a terminal", () => {
  it("is boxes and arrows, with double lines on the critical path", () => {
    expect(renderTerminal(sample, { critical, approvers, columns: 120 })).toBe(
      readFileSync("test/workflow/graph/__golden__/sample.txt", "utf8"),
    );
  });

  it("is a list where it would be too wide", () => {
    const text = renderTerminal(sample, { critical, approvers, columns: 60 });
    expect(text.split("\n").every((line) => line.length <= 60)).toBe(true);
    expect(text).toContain("  * end: Deploy\n      after lint, image\n      environment production\n");
    expect(text).toMatch(/critical path: image → end → notice, at most 51 min\n\(boxes need \d+ columns/);
  });
});

describe("the graph as SVG", () => {
  it("is one sound file without anything from elsewhere", () => {
    const svg = renderSvg(sample, { critical, approvers });
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|@import|<script|<image|href/);
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg).toContain("<title>Deliver &#34;info&#34; &#38; &#60;more&#62;</title>");
    expect(svg).toContain('<g class="job critical deploys">');
    expect(svg.match(/class="approval"/g)).toHaveLength(1);
    expect(svg.match(/class="edge critical"/g)).toHaveLength(2);
  });
});

/** Graphs without circles: a job needs only such as stand before it. */
const anyGraph: fc.Arbitrary<JobGraph> = fc
  .array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((rows) => ({
    name: "any",
    jobs: rows.map((needs, index) => ({
      id: `j${index}`,
      name: `j${index}`,
      needs: [...new Set(needs.filter((needed) => needed < index))].map((needed) => `j${needed}`),
      timeoutSeconds: 60,
    })),
  }));

describe("the layout of any graph", () => {
  it("has each job once, behind all that it needs, and each arrow in steps of one layer", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { layers, edges } = layOut(graph);
        const depth = new Map(layers.flatMap((layer, index) => layer.map(({ key }) => [key, index] as const)));
        const jobs = layers.flat().filter(({ kind }) => kind === "job");
        expect(jobs.map(({ key }) => key).sort()).toEqual(graph.jobs.map(({ id }) => id).sort());
        expect(depth.size).toBe(layers.flat().length);
        for (const { from, to } of edges) expect(depth.get(to)).toBe((depth.get(from) ?? 0) + 1);
        const joined = new Set(edges.map(({ jobs: pair }) => pair.join(" ")));
        expect(joined).toEqual(
          new Set(graph.jobs.flatMap(({ id, needs }) => needs.map((needed) => `${needed} ${id}`))),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("can be drawn, with every job in the picture", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const options = { critical: criticalPath(graph), approvers: new Map<string, readonly string[]>() };
        const text = renderTerminal(graph, { ...options, columns: 10_000 });
        const svg = renderSvg(graph, options);
        for (const { id } of graph.jobs) {
          expect(text).toMatch(new RegExp(`[│║] ${id} `));
          expect(svg).toContain(`>${id}</text>`);
        }
      }),
      { numRuns: 50 },
    );
  });
});
