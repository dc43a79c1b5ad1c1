import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  call,
  github,
  type JobModel,
  job,
  localWorkflow,
  render,
  run,
  sh,
  text,
  validate,
  type Workflow,
  workflow,
} from "../../../src/workflow/index.ts";

const here = import.meta.url.split("/").at(-1);
const aJob = (id: string): JobModel =>
  job(id, { name: id, timeoutMinutes: 5, steps: [run("one", sh`true`), run("two", sh`true`)] });
const deploy = localWorkflow({ path: "./.github/workflows/deploy.yml" });

function file(): Workflow {
  const jobs = [aJob("a"), aJob("b"), call("c", deploy, { name: "c" })];
  return workflow({ file: "x", name: "X", on: { push: {} }, concurrency: { group: "x" }, jobs });
}

const idsOf = (it: Workflow) => Object.keys(parse(render(it)).jobs);
const more = run("more", sh`true`);

describe("a workflow is changed by name", () => {
  it("has jobs put before and behind others", () => {
    const it = file();
    it.job("b").insertBefore(aJob("before"));
    it.job("b").insertAfter(aJob("after"), aJob("later"));
    expect(idsOf(it)).toEqual(["a", "before", "b", "after", "later", "c"]);
  });

  it("has options of its own, of its steps and of its calls changed", () => {
    const it = file();
    it.change({ name: "Y", concurrency: { group: "y" } });
    it.job("a")
      .step("one")
      .change({ name: "One", permissions: { packages: { level: "read", why: "pulls" } } });
    it.job("c").change({ name: text`c on ${github.refName}` });
    const { name, jobs } = parse(render(it));
    expect([name, it.name]).toEqual(["Y", "Y"]);
    expect(jobs.a).toMatchObject({ permissions: { packages: "read" }, steps: [{ name: "One" }, {}] });
    expect(jobs.c.name).toBe("c on ${{ github.ref_name }}");
  });

  it.each<[string, RegExp, (it: Workflow) => void]>([
    ["adds a job whose id is taken", /already has a job "a"/, (it) => it.job("b").insertAfter(aJob("a"))],
    ["asks for a step of a call", /calls a workflow and has no steps/, (it) => it.job("c").step("one")],
    ["adds a step to a call", /calls a workflow and has no steps/, (it) => it.job("c").append(more)],
    ["gives a call what it cannot have", /has no timeoutMinutes/, (it) => it.job("c").change({ timeoutMinutes: 5 })],
  ])("throws with the line when it %s", (_, message, change) => {
    expect(() => change(file())).toThrow(message);
    expect(() => change(file())).toThrow(new RegExp(`${here}:\\d+`));
  });
});

describe("a change that a later one undoes is an error with its line", () => {
  it.each<[string, RegExp, (it: Workflow) => void]>([
    [
      "options of a job that is replaced",
      /^Changing timeoutMinutes of job "a" has no effect: job "a" is replaced later/,
      (it) => {
        it.job("a").change({ timeoutMinutes: 7 });
        it.job("a").replace(aJob("a"));
      },
    ],
    [
      "a step added to a job that is removed",
      /^Adding step "more" to job "a" has no effect: job "a" is removed later/,
      (it) => {
        it.job("a").append(more);
        it.job("a").remove();
      },
    ],
    [
      "a step put beside another, and removed again",
      /^Adding step "more" to job "a" of x.yml has no effect: step "more" of job "a" of x.yml is removed later/,
      (it) => {
        it.job("a").step("one").insertAfter(more);
        it.job("a").step("more").remove();
      },
    ],
    [
      "options of a step that is replaced",
      /^Changing name of step "one" of job "a" of x.yml has no effect/,
      (it) => {
        it.job("a").step("one").change({ name: "One" });
        it.job("a").step("one").replace(more);
      },
    ],
    [
      "a step taken out of a job that is replaced",
      /^Removing step "one" of job "a" of x.yml has no effect/,
      (it) => {
        it.job("a").step("one").remove();
        it.job("a").replace(aJob("a"));
      },
    ],
  ])("%s", async (_, message, change) => {
    const it = file();
    change(it);
    const [problem, ...others] = (await validate(it)).filter(({ severity }) => severity === "error");
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "dead-change", message: expect.stringMatching(message) });
    expect(problem?.source?.file).toMatch(new RegExp(`${here}$`));
  });

  it("but not one of another thing", async () => {
    const it = file();
    it.job("a").change({ timeoutMinutes: 7 });
    it.job("a").step("one").insertAfter(more);
    it.job("a").step("two").replace(run("other", sh`true`));
    it.job("b").remove();
    expect((await validate(it)).filter(({ rule }) => rule === "dead-change")).toEqual([]);
  });
});

describe("text", () => {
  it("may not form an expression out of its pieces", async () => {
    const pieces = text`a $${"{{ github.ref }}"}`;
    const it = file();
    it.job("a").change({ name: pieces });
    expect(await validate(it)).toMatchObject([{ rule: "raw-expression", place: "jobs.a" }]);
  });
});
