import { describe, expect, it } from "vitest";
import {
  actions,
  checkPolicy,
  type Ignore,
  type JobOptions,
  job,
  lines,
  localAction,
  render,
  run,
  type StepModel,
  sh,
  type Triggers,
  uses,
  type Workflow,
  workflow,
} from "../../../src/workflow/index.ts";

const own = localAction({ name: "own", path: "./.github/actions/own" });
const artipacked: Ignore = { audit: "artipacked", why: "pushes the tag" };
const injection: Ignore = { audit: "template-injection", why: "a constant" };

function rendered(step: StepModel, on: Triggers = { push: {} }): string {
  const steps = [run("first", sh`true`), step];
  const jobs = [job("a", { name: "A", timeoutMinutes: 1, steps })];
  return render(workflow({ file: "x", name: "X", on, concurrency: { group: "x" }, jobs }));
}

const hello = (ignores: readonly Ignore[]) => run("hello", sh`echo hello`, { ignores });

describe("an accepted finding", () => {
  it.each<[what: string, step: StepModel, line: string]>([
    [
      "every use of a local action, which is ./ on purpose",
      uses("own", own),
      "uses: ./.github/actions/own # zizmor: ignore[self-repository] GitHub Enterprise Server has no $/",
    ],
    [
      "a local action and a step that adds its own",
      uses("own", own, {}, { ignores: [artipacked] }),
      "uses: ./.github/actions/own # zizmor: ignore[self-repository,artipacked] GitHub Enterprise Server has no $/; pushes the tag",
    ],
    [
      "a pinned action, whose version stays first",
      uses("out", actions.checkout, { persistCredentials: false }, { ignores: [artipacked] }),
      `uses: actions/checkout@${"0".repeat(40)} # v7.0.1 # zizmor: ignore[artipacked] pushes the tag`,
    ],
    ["a script of one line", hello([injection]), "run: echo hello # zizmor: ignore[template-injection] a constant"],
    [
      "a script of several lines, outside of the script",
      run("hello", lines(sh`echo 1`, sh`echo 2`), { ignores: [injection] }),
      "run: | # zizmor: ignore[template-injection] a constant",
    ],
    [
      "two for one reason, said once",
      hello([injection, { ...artipacked, why: injection.why }, injection]),
      "run: echo hello # zizmor: ignore[template-injection,artipacked] a constant",
    ],
  ])("is said in the line of %s", (_, step, line) => {
    expect(rendered(step).replace(/@[0-9a-f]{40}/, `@${"0".repeat(40)}`)).toContain(`${line}\n`);
  });

  it.each<[what: string, on: Triggers, line: string]>([
    [
      "an event with filters",
      { workflow_run: { workflows: ["Deliver"], types: ["completed"], ignores: [artipacked] } },
      "\n  workflow_run: # zizmor: ignore[artipacked] pushes the tag\n    workflows:\n      - Deliver\n",
    ],
    [
      "an event without",
      { push: { ignores: [artipacked] }, pull_request: {} },
      "\n  push: # zizmor: ignore[artipacked] pushes the tag\n  pull_request:\n",
    ],
  ])("is said in the line of %s", (_, on, text) => {
    const content = rendered(hello([]), on);
    expect(content).toContain(text);
    expect(content).not.toContain("ignores");
  });

  const latest: Ignore = { audit: "named-runner", why: "finds out what breaks" };
  const withJob = (options: Partial<JobOptions>, ignores: readonly Ignore[] = []) => {
    const jobs = [job("a", { name: "A", timeoutMinutes: 1, steps: [run("say", sh`true`)], ...options })];
    return workflow({
      file: "x",
      name: "X",
      on: { push: {} },
      concurrency: { group: "x" },
      env: { "A.B": "c" },
      jobs,
      ignores,
    });
  };
  const found = (file: Workflow) =>
    checkPolicy({ path: "x.yml", content: render(file) }).map(({ rule, place }) => `${place} ${rule}`);

  it("is said behind the job's id, and accepts what is found at the job, not at its steps", () => {
    const shell = run("say", sh`true`, { shell: "fish" as "bash" });
    const options = { runsOn: "ubuntu-latest", steps: [shell] };
    expect(found(withJob(options))).toEqual([" env-var", "jobs.a named-runner", "jobs.a.steps.say shell-name"]);
    const accepted = withJob({ ...options, ignores: [latest, { audit: "shell-name", why: "not here" }] });
    expect(found(accepted)).toEqual([" env-var", "jobs.a.steps.say shell-name", "jobs.a unused-ignore"]);
    expect(render(accepted)).toContain(
      "\n  a: # tidegate: ignore[named-runner,shell-name] finds out what breaks; not here\n    name: A\n",
    );
  });

  it("is said behind the workflow's name, and accepts what is found at neither a job nor an event", () => {
    const accepted = withJob({ runsOn: "ubuntu-latest" }, [{ audit: "env-var", why: "read by no shell" }]);
    expect(found(accepted)).toEqual(["jobs.a named-runner"]);
    expect(render(accepted)).toContain("\nname: X # tidegate: ignore[env-var] read by no shell\n");
  });

  it("is for tidegate alone where zizmor has no such rule, in one line with what both have", () => {
    expect(render(withJob({ ignores: [latest, artipacked] }))).toContain(
      "  a: # zizmor: ignore[artipacked] pushes the tag # tidegate: ignore[named-runner] finds out what breaks\n",
    );
  });

  it("leaves a file without any alone", () => {
    expect(rendered(hello([]))).not.toContain("zizmor");
  });

  it.each<[what: string, ignore: Ignore]>([
    ["no audit", { audit: "", why: "known" }],
    ["all audits", { audit: "*", why: "known" }],
    ["two audits in one", { audit: "artipacked,template-injection", why: "known" }],
    ["no reason", { audit: "artipacked", why: " " }],
    ["a reason at which zizmor would misread the list", { audit: "artipacked", why: "see [1]" }],
  ])("is refused with %s, at the step and at the event", (_, ignore) => {
    expect(() => rendered(hello([ignore]))).toThrow(/Name a rule, and give a reason/);
    expect(() => rendered(hello([]), { push: { ignores: [ignore] } })).toThrow(/Name a rule/);
  });

  it("does not hide the version of a pinned action from our own rule", () => {
    const step = uses("out", actions.checkout, { persistCredentials: false }, { ignores: [artipacked] });
    expect(checkPolicy({ path: "x.yml", content: rendered(step) })).toEqual([]);
  });
});
