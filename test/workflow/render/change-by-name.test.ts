import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  checkout,
  type Expression,
  job,
  render,
  run,
  type StepScope,
  sh,
  stepsOf,
  validate,
} from "../../../src/workflow/index.ts";
import { aJob, file } from "./small-workflow.ts";

// Here and not imported: a problem is to name this file.
const say = (id: string, value: Expression<unknown, StepScope>) => run(id, sh`echo ${value}`);
const here = import.meta.url.split("/").at(-1);

describe("jobs and steps are changed by name", () => {
  const make = run("make", sh`true`, { outputs: ["ref"] });
  const sample = () => {
    const a = job("a", { name: "a", timeoutMinutes: 1, steps: [checkout(), make], outputs: { ref: make.outputs.ref } });
    return { a, file: file([a, aJob("b", [say("s", a.outputs.ref)])]) };
  };
  const ids = (it: ReturnType<typeof file>, id: string) => stepsOf(it.job(id).model).map((step) => step.id);

  it("puts steps before, after and in the place of others, and takes them away", () => {
    const { file: it } = sample();
    it.job("a").step("make").insertBefore(run("before", sh`x`));
    it.job("a").step("make").insertAfter(run("after", sh`x`));
    it.job("a").step("checkout").remove();
    it.job("a").append(run("last", sh`x`));
    it.job("a").prepend(run("first", sh`x`));
    expect(ids(it, "a")).toEqual(["first", "before", "make", "after", "last"]);
  });

  it("lets what read a step read the one in its place, under its name", () => {
    const { file: it } = sample();
    it.job("a")
      .step("make")
      .replace(run("other", sh`x`, { outputs: ["ref"] }));
    expect(parse(render(it)).jobs.a.outputs).toEqual({ ref: "${{ steps.other.outputs.ref }}" });
  });

  it("tells that the step in its place lacks an output that is read", async () => {
    const { file: it } = sample();
    it.job("a").step("make").replace(run("other", sh`x`));
    expect(await validate(it)).toMatchObject([{ rule: "dangling-reference", place: "jobs.a" }]);
  });

  it("lets what read a job read the one in its place, twice over", () => {
    const { file: it } = sample();
    it.job("a").replace(
      job("mid", { name: "m", timeoutMinutes: 1, steps: [make], outputs: { ref: make.outputs.ref } }),
    );
    it.job("mid").replace(
      job("end", { name: "e", timeoutMinutes: 1, steps: [make], outputs: { ref: make.outputs.ref } }),
    );
    expect(parse(render(it)).jobs.b).toMatchObject({
      needs: ["end"],
      steps: [{ env: { A_REF: "${{ needs.end.outputs.ref }}" } }],
    });
  });

  it("changes some options of a job, adds jobs, and takes jobs away", async () => {
    const { file: it } = sample();
    it.job("b").change({ timeoutMinutes: 7 });
    it.add(aJob("c", []));
    expect(parse(render(it)).jobs).toMatchObject({ b: { "timeout-minutes": 7, name: "b" }, c: { name: "c" } });
    it.job("a").remove();
    expect(await validate(it)).toMatchObject([{ rule: "dangling-reference", place: "jobs.b.steps.s" }]);
  });

  it.each<[what: string, remove: (it: ReturnType<typeof sample>["file"]) => void, told: RegExp]>([
    ["a job", (it) => it.job("a").remove(), /^Job "a" is read here but was removed from x\.yml \(/],
    ["a step", (it) => it.job("a").step("make").remove(), /^Step "make" is read here but was removed from x\.yml \(/],
    [
      "a job in the place of another",
      (it) => {
        it.job("a").replace(aJob("a", [make]));
        it.job("a").remove();
      },
      /^Job "a" is read here but was removed from x\.yml \(/,
    ],
  ])("says where %s was taken away that is read elsewhere, and where it is read", async (_, remove, told) => {
    const { file: it } = sample();
    remove(it);
    const [problem] = await validate(it);
    expect(problem).toMatchObject({
      rule: "dangling-reference",
      message: expect.stringMatching(told),
      source: { file: expect.stringContaining("change-by-name.test.ts") },
    });
    const removedAt = Number(
      /change-by-name\.test\.ts:(\d+)\)\. Keep it, replace it, or read another\.$/.exec(problem?.message ?? "")?.[1],
    );
    expect(removedAt).toBeGreaterThan(problem?.source?.line ?? Number.NaN);
  });

  it("leaves a job that another workflow has too as it was there", () => {
    const { a, file: it } = sample();
    it.job("a").step("checkout").remove();
    expect(a.options.steps.map(({ id }) => id)).toEqual(["checkout", "make"]);
  });

  it.each<[string, RegExp, (it: ReturnType<typeof file>) => void]>([
    ["job", /x\.yml has no job "z"\. It has: a, b\./, (it) => it.job("z")],
    ["step", /job "a" of x\.yml has no step "z"\. It has: checkout, make\./, (it) => it.job("a").step("z")],
    ["id that is free", /already has a job "a"/, (it) => it.add(aJob("a", []))],
  ])("throws when there is no such %s, with the line", (_, message, change) => {
    const { file: it } = sample();
    expect(() => change(it)).toThrow(message);
    expect(() => change(it)).toThrow(new RegExp(`${here}:\\d+`));
  });

  it("throws when the step was taken away in between", () => {
    const { file: it } = sample();
    const step = it.job("a").step("make");
    step.remove();
    expect(() => step.remove()).toThrow(/no step "make"/);
  });
});
