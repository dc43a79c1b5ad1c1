import { describe, expect, it } from "vitest";
import {
  actions,
  checkPolicy,
  type Ignore,
  job,
  lines,
  localAction,
  render,
  run,
  type StepModel,
  sh,
  type Triggers,
  uses,
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

describe("an accepted finding of zizmor", () => {
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
    expect(() => rendered(hello([ignore]))).toThrow(/Name an audit of zizmor, and give a reason/);
    expect(() => rendered(hello([]), { push: { ignores: [ignore] } })).toThrow(/Name an audit of zizmor/);
  });

  it("does not hide the version of a pinned action from our own rule", () => {
    const step = uses("out", actions.checkout, { persistCredentials: false }, { ignores: [artipacked] });
    expect(checkPolicy({ path: "x.yml", content: rendered(step) })).toEqual([]);
  });
});
