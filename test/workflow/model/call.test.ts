import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  call,
  checkout,
  eq,
  input,
  type JobModel,
  job,
  localWorkflow,
  matrix,
  type ReusableWorkflow,
  rawExpression,
  remoteWorkflow,
  render,
  reusableWorkflow,
  run,
  secret,
  sh,
  succeeded,
  text,
  validate,
  workflow,
  workflowCall,
} from "../../../src/workflow/index.ts";

const here = import.meta.url.split("/").at(-1);
const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";

function deployWorkflow() {
  const called = workflowCall({
    inputs: {
      version: input.string({ description: "Which version", required: true }),
      shares: input.number({ description: "How many steps", default: 3 }),
    },
    secrets: { TOKEN: { description: "Of the registry", required: true } },
  });
  const push = run("push", sh`echo "url=https://$TOKEN/${called.inputs.version}" >> "$GITHUB_OUTPUT"`, {
    outputs: ["url"],
    env: { TOKEN: called.secrets.TOKEN },
    permissions: { packages: { level: "write", why: "pushes the image" } },
  });
  const release = job("release", { name: "Release", timeoutMinutes: 5, environment: "dev", steps: [checkout(), push] });
  return reusableWorkflow({
    file: "deploy",
    name: "Deploy",
    call: called,
    concurrency: { group: "deploy" },
    jobs: [release],
    outputs: { url: { description: "Where it is", value: push.outputs.url } },
  });
}

function caller(...jobs: readonly JobModel[]) {
  return workflow({ file: "caller", name: "Caller", on: { push: {} }, concurrency: { group: "caller" }, jobs });
}

const deployed = (deploy: ReturnType<typeof deployWorkflow>) =>
  call("deploy", deploy, { name: "Deploy", with: { version: "1.4.0" }, secrets: { TOKEN: secret("TOKEN") } });

describe("a workflow that is called", () => {
  it("says what it takes and gives; an output that is a step's goes through its job", () => {
    const { on, jobs } = parse(render(deployWorkflow()));
    expect(on).toEqual({
      workflow_call: {
        inputs: {
          version: { description: "Which version", type: "string", required: true },
          shares: { description: "How many steps", type: "number", required: false, default: 3 },
        },
        outputs: { url: { description: "Where it is", value: "${{ jobs.release.outputs.push_url }}" } },
        secrets: { TOKEN: { description: "Of the registry", required: true } },
      },
    });
    expect(jobs.release.outputs).toEqual({ push_url: "${{ steps.push.outputs.url }}" });
    expect(jobs.release.steps[1].env).toEqual({
      TOKEN: "${{ secrets.TOKEN }}",
      VERSION: "${{ inputs.version }}",
    });
  });

  it("is sound, and so is who calls it", async () => {
    const deploy = deployWorkflow();
    const calling = deployed(deploy);
    const after = job("after", {
      name: "After",
      timeoutMinutes: 5,
      if: succeeded(calling),
      steps: [run("s", sh`curl ${calling.outputs.url}`)],
    });
    const problems = [...(await validate(deploy)), ...(await validate(caller(calling, after)))];
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("can be started by other events too", () => {
    const called = workflowCall();
    const both = reusableWorkflow({
      file: "b",
      name: "B",
      call: called,
      on: { schedule: [{ cron: "7 4 * * 1" }] },
      concurrency: { group: "b" },
      jobs: [],
    });
    expect(parse(render(both)).on).toEqual({ workflow_call: null, schedule: [{ cron: "7 4 * * 1" }] });
  });

  it("cannot read what belongs to another call", async () => {
    const other = workflowCall({ secrets: { A: {} } });
    const step = run("s", sh`echo ${other.secrets.A}`);
    const called = reusableWorkflow({
      file: "b",
      name: "B",
      call: workflowCall(),
      concurrency: { group: "b" },
      jobs: [job("a", { name: "a", timeoutMinutes: 1, steps: [step] })],
    });
    expect(await validate(called)).toMatchObject([{ rule: "dangling-reference", place: "jobs.a.steps.s" }]);
  });
});

describe("a job that calls", () => {
  it("passes on what it is given, and the permissions that the called jobs need, with their reasons", () => {
    const text = render(caller(deployed(deployWorkflow())));
    expect(parse(text).jobs.deploy).toEqual({
      name: "Deploy",
      permissions: { contents: "read", packages: "write" },
      uses: "./.github/workflows/deploy.yml",
      with: { version: "1.4.0" },
      secrets: { TOKEN: "${{ secrets.TOKEN }}" },
    });
    expect(text).toContain("packages: write # pushes the image");
  });

  it("gives outputs that other jobs read, and then need it", () => {
    const calling = deployed(deployWorkflow());
    const after = job("after", {
      name: "After",
      timeoutMinutes: 5,
      if: eq(calling.result, "success"),
      steps: [run("s", sh`curl ${calling.outputs.url}`)],
    });
    const { jobs } = parse(render(caller(calling, after)));
    expect(jobs.after.needs).toEqual(["deploy"]);
    expect(jobs.after.steps[0].env).toEqual({ DEPLOY_URL: "${{ needs.deploy.outputs.url }}" });
  });

  it("runs once for each combination of a matrix, whose values it passes on", () => {
    const where = matrix({ version: ["1", "2"] });
    const calling = call("deploy", deployWorkflow(), {
      name: "Deploy",
      matrix: where,
      with: { version: where.values.version },
      secrets: { TOKEN: secret("TOKEN") },
    });
    expect(parse(render(caller(calling))).jobs.deploy).toMatchObject({
      strategy: { "fail-fast": false, matrix: { version: ["1", "2"] } },
      with: { version: "${{ matrix.version }}" },
    });
  });

  it("says its version behind a workflow of another repository", () => {
    const remote = remoteWorkflow({
      uses: "acme/flows/.github/workflows/deploy.yml",
      version: "v2.1.0",
      sha,
      inputs: { version: input.string({ description: "", required: true }) },
      outputs: ["url"],
      permissions: { deployments: { level: "write", why: "records it" } },
    });
    const text = render(caller(call("deploy", remote, { name: "Deploy", with: { version: "1" } })));
    expect(text).toContain(`uses: acme/flows/.github/workflows/deploy.yml@${sha} # v2.1.0\n`);
    expect(text).toContain("deployments: write # records it");
  });

  it("passes all secrets on only with a reason, which stands beside it", () => {
    const calling = call("deploy", deployWorkflow(), {
      name: "Deploy",
      with: { version: "1" },
      inheritSecrets: { why: "the environment's secrets are reached only so" },
    });
    expect(render(caller(calling))).toContain("secrets: inherit # the environment's secrets are reached only so\n");
  });

  it.each<[string, RegExp, () => unknown]>([
    [
      "an input that is not there",
      /has no input versoin\. It takes: version, shares/,
      () =>
        call("d", deployWorkflow(), { name: "d", with: { version: "1", versoin: "1" } as never, secrets: {} as never }),
    ],
    [
      "a required input",
      /needs the input version/,
      () => call("d", deployWorkflow(), { name: "d", with: {} as never, secrets: { TOKEN: secret("A") } }),
    ],
    [
      "a required secret",
      /needs the secret TOKEN/,
      () => call("d", deployWorkflow(), { name: "d", with: { version: "1" }, secrets: {} as never }),
    ],
  ])("is told of %s, where types were evaded, with the line", (_, message, make) => {
    expect(make).toThrow(message);
    expect(make).toThrow(new RegExp(`${here}:\\d+`));
  });
});

type None = Readonly<Record<never, never>>;

/** A chain of that many workflows, each calling the next; the first is a plain one. */
function chain(levels: number): ReturnType<typeof caller> {
  const build = (depth: number): ReusableWorkflow<None, None, never> => {
    const jobs = depth < levels ? [call("next", build(depth + 1), { name: "Next" })] : [];
    const file = `level-${depth}`;
    return reusableWorkflow({ file, name: file, call: workflowCall(), concurrency: { group: file }, jobs });
  };
  return caller(call("next", build(2), { name: "Next" }));
}

describe("calls of calls", () => {
  it.each([
    [10, []],
    [11, ["call-depth"]],
  ])("may be %i levels deep: %j", async (levels, rules) => {
    const problems = await validate(chain(levels));
    expect(problems.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(rules);
  });

  it("may not come back to where they began", async () => {
    const again = call("again", localWorkflow({ path: "./.github/workflows/caller.yml" }), { name: "Again" });
    const below = reusableWorkflow({
      file: "below",
      name: "Below",
      call: workflowCall(),
      concurrency: { group: "b" },
      jobs: [again],
    });
    const [problem, ...others] = await validate(caller(call("down", below, { name: "Down" })));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "call-cycle", place: "jobs.down" });
    expect(problem?.message).toContain("caller.yml → ./.github/workflows/below.yml → ./.github/workflows/caller.yml");
  });
});

describe("outputs of a called workflow, which GitHub's language service cannot look up", () => {
  const reads = (script: ReturnType<typeof sh>) =>
    job("smoke", { name: "Smoke", timeoutMinutes: 5, steps: [run("ask", script)] });
  const told = async (...jobs: readonly JobModel[]) => {
    const problems = await validate(caller(...jobs), { rules: [] });
    return [...new Set(problems.filter(({ rule }) => rule === "github").map(({ message }) => message))];
  };

  it("are no warning where the callee declares them, in a variable, a condition or a text", async () => {
    const deploy = deployed(deployWorkflow());
    const { url } = deploy.outputs;
    const ask = run("ask", sh`curl --fail ${url}`, { if: eq(url, "x"), name: text`Ask ${url}, then ${url}` });
    const smoke = job("smoke", { name: "Smoke", timeoutMinutes: 5, steps: [ask], if: eq(url, "y") });
    expect(await told(deploy, smoke)).toEqual([]);
    const remote = remoteWorkflow({
      uses: "acme/flows/.github/workflows/x.yml",
      version: "v1.0.0",
      sha,
      outputs: ["a-b"],
    });
    const other = call("other", remote, { name: "Other" });
    expect(await told(other, reads(sh`echo ${other.outputs["a-b"]}`))).toEqual([]);
  });

  it("are no warning where a called workflow passes them on", async () => {
    const inner = deployed(deployWorkflow());
    const outer = reusableWorkflow({
      file: "outer",
      name: "Outer",
      call: workflowCall({ inputs: {}, secrets: { TOKEN: { description: "Of the registry", required: true } } }),
      jobs: [inner],
      outputs: { url: { description: "Where it is", value: inner.outputs.url } },
    });
    expect(await validate(outer)).toEqual([]);
  });

  it.each([
    ["not declared", "needs.deploy.outputs.uri", "uri"],
    ["only begin like a declared one", "needs.deploy.outputs.url-of", "url-of"],
    ["another job's", "needs.build.outputs.url", "url"],
    ["another context's", "strategy.url", "url"],
    ["read beside a declared one", "needs.deploy.outputs.url || needs.build.outputs.url", "url"],
  ])("stay a warning where they are %s", async (_, source, name) => {
    const build = job("build", { name: "Build", timeoutMinutes: 5, steps: [run("make", sh`true`)] });
    const deploy = deployed(deployWorkflow());
    const smoke = job("smoke", {
      name: "Smoke",
      timeoutMinutes: 5,
      needs: [build, deploy],
      steps: [run("ask", sh`true`, { env: { A: rawExpression<string>(source, "for this test") } })],
    });
    expect(await told(build, deploy, smoke)).toEqual([`Context access might be invalid: ${name}`]);
  });
});
