import { describe, expect, it } from "vitest";
import { dispatchInputs, parseWorkflowSource } from "../../src/rehearse/workflow-source.ts";

const promote = parseWorkflowSource(
  "promote.yml",
  `name: Promote
on:
  workflow_dispatch:
    inputs:
      version: { type: string, required: true }
      environment: { type: choice, options: [staging, production], default: staging }
      force: { type: boolean }
jobs:
  a: { runs-on: ubuntu-24.04, steps: [{ run: "true" }] }
`,
);

describe("dispatchInputs", () => {
  it("fills in defaults and keeps the type of a boolean", () => {
    expect(dispatchInputs(promote, { version: "1.0.0" })).toEqual({
      version: "1.0.0",
      environment: "staging",
      force: false,
    });
  });

  it("reports every problem at once", () => {
    const attempt = () => dispatchInputs(promote, { environment: "moon", verson: "1" });
    expect(attempt).toThrowError(
      /no input 'verson'.*'version' is required.*'moon'; choose one of staging, production/s,
    );
  });
});

describe("a manual run", () => {
  it("takes no other value than true and false for a boolean", () => {
    expect(() => dispatchInputs(promote, { version: "1.0.0", force: "yes" })).toThrowError(/'force' is 'yes'/);
    expect(dispatchInputs(promote, { version: "1.0.0", force: "true" }).force).toBe(true);
  });

  it("is refused by a workflow that has no workflow_dispatch", () => {
    const ci = parseWorkflowSource("ci.yml", "name: CI\non: push\njobs: { a: { runs-on: u, steps: [] } }\n");
    expect(() => dispatchInputs(ci, {})).toThrowError(/CI has no workflow_dispatch/);
  });
});

describe("parseWorkflowSource", () => {
  it("says what it cannot rehearse", () => {
    const reusable = "name: A\non: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n";
    expect(() => parseWorkflowSource("a.yml", reusable)).toThrowError(/a\.yml cannot be rehearsed/);
  });

  it.each(["strategy: { matrix: { node: [20, 24] } }", "container: node:24", "services: { db: { image: db } }"])(
    "refuses a job with `%s` instead of ignoring it",
    (line) => {
      const content = `name: A\non: push\njobs:\n  a: { runs-on: ubuntu-24.04, steps: [], ${line} }\n`;
      expect(() => parseWorkflowSource("a.yml", content)).toThrowError(/jobs\.a\.\w+: a rehearsal cannot do this/);
    },
  );
});
