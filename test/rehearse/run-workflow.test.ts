import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf, makeSampleWorld, type SampleWorld } from "./sample-world.ts";

const job = (body: string) => `runs-on: ubuntu-24.04\n    ${body.replaceAll("\n", "\n    ")}`;

const outputs = `name: Outputs
on: push
jobs:
  build:
    ${job(`outputs:
  digest: \${{ steps.make.outputs.digest }}
steps:
  - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
  - id: make
    run: echo "digest=sha256:$(cat content.txt)" >> "$GITHUB_OUTPUT"`)}
  use:
    needs: build
    ${job(`env:
  DIGEST: \${{ needs.build.outputs.digest }}
steps:
  - name: Say \${{ vars.GREETING }}
    run: |
      echo "got $DIGEST"
      echo "### Done" >> "$GITHUB_STEP_SUMMARY"
  - run: 'echo "key is \${KEY}"'
    env:
      KEY: \${{ secrets.KEY }}`)}
`;

const failing = `name: Failing
on: push
jobs:
  breaks:
    ${job(`steps:
  - run: echo before; exit 3
  - id: never
    run: echo never
  - if: \${{ failure() }}
    run: echo cleaning up`)}
  skipped:
    needs: breaks
    ${job('steps: [{ run: "echo no" }]')}
  after-skipped:
    needs: skipped
    if: \${{ !cancelled() && needs.skipped.result == 'skipped' }}
    ${job('steps: [{ run: "echo yes" }]')}
  by-default:
    needs: after-skipped
    ${job('steps: [{ run: "echo no" }]')}
  forgiven:
    ${job(`steps:
  - id: try
    continue-on-error: true
    run: exit 1
  - run: echo "\${{ steps.try.outcome }} \${{ steps.try.conclusion }}"`)}
`;

const local = `name: Local
on:
  workflow_dispatch:
    inputs:
      who: { type: string, required: true }
jobs:
  greet:
    environment: production
    ${job(`steps:
  - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
  - id: greet
    uses: ./.github/actions/greet
    with:
      who: \${{ inputs.who }}
  - run: echo "$SAID"
    env:
      SAID: \${{ steps.greet.outputs.said }}`)}
`;

const unknown = `name: Unknown
on: push
jobs:
  a:
    ${job(`steps:
  - uses: somebody/something@0123456789012345678901234567890123456789`)}
`;

const files = {
  "content.txt": "1234",
  ".github/workflows/outputs.yml": outputs,
  ".github/workflows/failing.yml": failing,
  ".github/workflows/local.yml": local,
  ".github/workflows/unknown.yml": unknown,
  ".github/actions/greet/action.yml": `name: Greet
inputs:
  who: { required: true }
  mark: { default: "!" }
runs: { using: node24, main: ../dist/greet.mjs }
`,
  ".github/actions/dist/greet.mjs": `import { appendFileSync } from "node:fs";
appendFileSync(process.env.GITHUB_OUTPUT, "said=hello " + process.env.INPUT_WHO + process.env.INPUT_MARK + "\\n");
console.log("::notice::greeted");
`,
};

let sample: SampleWorld;
beforeAll(async () => {
  sample = await makeSampleWorld(files);
});
afterAll(() => sample.remove());

describe("runWorkflow", () => {
  it("checks out, runs scripts, and hands outputs on", async () => {
    const { result, events } = await sample.run("outputs");
    expect(result.conclusion).toBe("success");
    expect(result.jobs.build?.outputs).toEqual({ digest: "sha256:1234" });
    expect(linesOf(events, "use")).toContain("got sha256:1234");
    expect(result.jobs.use?.summary).toBe("### Done\n");
    expect(events).toContainEqual(expect.objectContaining({ kind: "step-started", step: "Say hello" }));
  });

  it("hides secrets in what it shows", async () => {
    const { events } = await sample.run("outputs");
    expect(linesOf(events, "use")).toContain("key is ***");
    expect(JSON.stringify(events)).not.toContain("s3cret");
  });

  it("skips, cleans up and forgives by GitHub's rules", async () => {
    const { result, events } = await sample.run("failing");
    const results = Object.fromEntries(Object.entries(result.jobs).map(([id, { result: how }]) => [id, how]));
    expect(result.conclusion).toBe("failure");
    expect(results).toEqual({
      breaks: "failure",
      skipped: "skipped",
      "after-skipped": "success",
      "by-default": "skipped",
      forgiven: "success",
    });
    expect(linesOf(events, "breaks")).toEqual(["before", "Process completed with exit code 3.", "cleaning up"]);
    expect(linesOf(events, "forgiven")).toContain("failure success");
  });

  it("runs an action of the repository with its inputs and defaults, and never a shell over them", async () => {
    const inputs = { who: '"; touch /tmp/owned; $(id) ${{ secrets.KEY }}' };
    const { result, events } = await sample.run("local", { event: "workflow_dispatch", inputs });
    expect(result.conclusion).toBe("success");
    expect(linesOf(events)).toContain(`hello ${inputs.who}!`);
    expect(events).toContainEqual(expect.objectContaining({ kind: "approval", environment: "production" }));
  });

  it("fails at an action that nothing stands in for, and says so", async () => {
    const { result, events } = await sample.run("unknown");
    expect(result.conclusion).toBe("failure");
    expect(linesOf(events).join()).toMatch(/somebody\/something, for which this rehearsal has no stand-in/);
  });

  it("skips, once cancelled, what guards against cancellation", async () => {
    const cancelled = new AbortController();
    cancelled.abort();
    const { result } = await sample.run("failing", {}, cancelled.signal);
    expect(result.jobs["after-skipped"]?.result).toBe("skipped");
    expect(result.conclusion).not.toBe("success");
  });
});
