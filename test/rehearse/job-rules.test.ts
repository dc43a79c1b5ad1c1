import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf, makeSampleWorld, type SampleWorld } from "./sample-world.ts";

const broken = `name: Broken
on: push
jobs:
  condition:
    runs-on: ubuntu-24.04
    if: fromJSON('')
    steps: [{ run: "echo never" }]
  outputs:
    runs-on: ubuntu-24.04
    outputs: { bad: "\${{ fromJSON('{') }}" }
    steps: [{ run: "echo ran" }]
  step:
    runs-on: ubuntu-24.04
    steps:
      - if: fromJSON('')
        run: echo never
      - run: echo never
      - if: failure()
        run: echo cleaned
  beside:
    runs-on: ubuntu-24.04
    steps: [{ run: "echo beside" }]
`;

const secret = `name: Secret
on: push
env:
  GREETING: \${{ vars.GREETING }}
defaults:
  run: { working-directory: below }
jobs:
  tell:
    runs-on: ubuntu-24.04
    outputs:
      key: \${{ steps.make.outputs.key }}
      plain: \${{ steps.make.outputs.plain }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
      - id: make
        env: { KEY: "\${{ secrets.KEY }}" }
        run: |
          echo "key=is-$KEY" >> "$GITHUB_OUTPUT"
          echo "plain=$GREETING" >> "$GITHUB_OUTPUT"
          echo "the key is $KEY" >> "$GITHUB_STEP_SUMMARY"
      - run: cat here.txt
      - continue-on-error: \${{ vars.GREETING == 'hello' }}
        run: exit 1
`;

const cancelled = `name: Cancelled
on: push
jobs:
  plain:
    runs-on: ubuntu-24.04
    steps: [{ run: "echo never" }]
  cleanup:
    needs: plain
    if: always()
    runs-on: ubuntu-24.04
    steps: [{ run: "echo cleaned" }]
`;

let sample: SampleWorld;
beforeAll(async () => {
  sample = await makeSampleWorld({
    ".github/workflows/broken.yml": broken,
    ".github/workflows/secret.yml": secret,
    ".github/workflows/cancelled.yml": cancelled,
    "below/here.txt": "from below",
  });
});
afterAll(() => sample.remove());

describe("a job whose expressions cannot be evaluated", () => {
  it("fails by itself and says why, while the others run to their end", async () => {
    const { result, events } = await sample.run("broken");
    const results = Object.fromEntries(Object.entries(result.jobs).map(([id, job]) => [id, job.result]));
    expect(results).toEqual({ condition: "failure", outputs: "failure", step: "failure", beside: "success" });
    expect(linesOf(events, "condition").join()).toMatch(/`.*fromJSON.*` cannot be evaluated/);
    expect(linesOf(events, "step")).toEqual([expect.stringMatching(/cannot be evaluated/), "cleaned"]);
    expect(events.filter(({ kind }) => kind === "job-ended")).toHaveLength(4);
  });
});

describe("what a job hands on", () => {
  it("leaves out an output with a secret, and hides it in the summary", async () => {
    const { result, events } = await sample.run("secret");
    expect(result.jobs.tell?.outputs).toEqual({ plain: "hello" });
    expect(result.jobs.tell?.summary).toBe("the key is ***\n");
    expect(linesOf(events)).toContain("warning: Skip output 'key' since it may contain secret.");
    expect(JSON.stringify(events)).not.toContain("s3cret");
  });

  it("follows the workflow's env, default folder and a computed continue-on-error", async () => {
    const { result, events } = await sample.run("secret");
    expect(linesOf(events)).toContain("from below");
    expect(result.conclusion).toBe("success");
  });
});

describe("a cancelled run", () => {
  it("runs all steps of a job that always() starts afterwards, as GitHub does", async () => {
    const cancel = new AbortController();
    cancel.abort();
    const { result, events } = await sample.run("cancelled", {}, cancel.signal);
    expect(linesOf(events)).toEqual(["cleaned"]);
    expect(result.jobs.cleanup?.result).toBe("success");
    expect(result.conclusion).toBe("cancelled");
  });
});
