import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  job,
  type PatchPath,
  type PatchValue,
  render,
  run,
  sh,
  validate,
  workflow,
} from "../../../src/workflow/index.ts";

const here = import.meta.url.split("/").at(-1);

function file() {
  const steps = [run("one", sh`true`, { name: "One" }), run("two", sh`true`)];
  const jobs = [job("a", { name: "a", timeoutMinutes: 5, steps })];
  return workflow({ file: "x", name: "X", on: { push: { branches: ["main"] } }, concurrency: { group: "x" }, jobs });
}

function patched(path: PatchPath, value: PatchValue | undefined) {
  const it = file();
  it.patch(path, value, "the model has no word for it");
  return it;
}

describe("a patch", () => {
  it.each<[string, PatchPath, PatchValue | undefined, (content: ReturnType<typeof parse>) => unknown, unknown]>([
    ["sets a key", ["jobs", "a", "timeout-minutes"], 7, ({ jobs }) => jobs.a["timeout-minutes"], 7],
    ["adds a key", ["jobs", "a", "cancel-timeout-minutes"], 2, ({ jobs }) => jobs.a["cancel-timeout-minutes"], 2],
    ["sets a key of a step", ["jobs", "a", "steps", 0, "name"], "Uno", ({ jobs }) => jobs.a.steps[0].name, "Uno"],
    ["takes a key away", ["jobs", "a", "steps", 0, "name"], undefined, ({ jobs }) => jobs.a.steps[0].name, undefined],
    ["takes an item away", ["jobs", "a", "steps", 0], undefined, ({ jobs }) => jobs.a.steps.length, 1],
    ["sets a whole part", ["on"], { push: null }, ({ on }) => on, { push: null }],
  ])("%s", (_, path, value, read, expected) => {
    expect(read(parse(render(patched(path, value))))).toEqual(expected);
  });

  it("says why behind what it sets", () => {
    expect(render(patched(["jobs", "a", "timeout-minutes"], 7))).toContain(
      "timeout-minutes: 7 # the model has no word for it\n",
    );
  });

  it.each<[string, RegExp, PatchPath, PatchValue | undefined]>([
    ["names a job that is gone", /matches nothing/, ["jobs", "b", "timeout-minutes"], 7],
    ["names a step that is gone", /matches nothing/, ["jobs", "a", "steps", 2, "name"], "x"],
    ["adds below what is not there", /matches nothing/, ["jobs", "a", "env", "A"], "x"],
    ["takes away what is not there", /matches nothing/, ["jobs", "a", "env"], undefined],
    ["goes into a text", /matches nothing/, ["name", "x"], "x"],
    ["says what the file says already", /changes nothing/, ["jobs", "a", "timeout-minutes"], 5],
  ])("is an error with its line when it %s", async (_, message, path, value) => {
    const [problem, ...others] = await validate(patched(path, value));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "dead-patch", message: expect.stringMatching(message) });
    expect(problem?.source?.file).toMatch(new RegExp(`${here}$`));
  });

  it("may bring a key that GitHub's parser does not know yet, with an ignore behind that key alone", async () => {
    const ignores = [{ audit: "github", why: "its parser is older than this key" }];
    const it = file();
    it.patch(["jobs", "a", "not-known-yet"], "read", "stops sooner", { ignores });
    const line = "not-known-yet: read # stops sooner # tidegate: ignore[github] its parser is older than this key\n";
    expect(render(it)).toContain(line);
    expect(await validate(it)).toEqual([]);
    it.patch(["jobs", "a", "not-known-either"], "read", "stops sooner");
    expect((await validate(it)).map(({ message }) => message)).toEqual(["Unexpected value 'not-known-either'"]);
  });

  it("that takes a key away has no line for an ignore", () => {
    const ignores = [{ audit: "github", why: "its parser is older than this key" }];
    expect(() => file().patch(["jobs", "a", "name"], undefined, "why", { ignores })).toThrow(/has no line/);
  });

  it("is checked like everything else", async () => {
    const problems = await validate(patched(["jobs", "a", "runs_on"], "x"));
    expect(problems).toContainEqual(expect.objectContaining({ rule: "github", severity: "error" }));
  });

  it("needs a reason", () => {
    expect(() => file().patch(["name"], "Y", " ")).toThrow(/patch of name has no reason/);
  });

  it("is applied behind the ones before it", () => {
    const it = patched(["jobs", "a", "env"], { A: "1" });
    it.patch(["jobs", "a", "env", "A"], "2", "again");
    expect(parse(render(it)).jobs.a.env).toEqual({ A: "2" });
  });
});
