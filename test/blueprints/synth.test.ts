import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { validate } from "../../src/workflow/check/validate.ts";
import { lintWorkflow } from "../workflow/actionlint.ts";
import { scratchRepository } from "./scratch-repository.ts";

const vendored = ".github/actions/tidegate/";
const written = (path: string) => /^\.(github|tidegate|projen)\/|^\.git(ignore|attributes)$/.test(path);

/** Lists of files name every bundle, which change with each build; those are looked at apart. */
function agreed(path: string, text = ""): string {
  const isList = path === ".gitignore" || path === ".projen/files.json";
  const lines = text.split("\n");
  return (isList ? lines.filter((line) => !line.includes(vendored)) : lines).join("\n");
}

describe.each([
  ["the playground, two services in folders", "examples/playground", "playground"],
  ["a service at the root with everything changed", "test/blueprints/fixtures/root-service", "root-service"],
  ["a service in several regions", "test/blueprints/fixtures/wave-service", "wave-service"],
])("synth of %s", (_, source, golden) => {
  const repository = scratchRepository(source);
  const before = repository.files();
  const result = repository.synth();
  const files = repository.files();
  afterAll(() => repository.remove());

  const generated = [...files.keys()].filter(written);
  const workflows = generated.filter((path) => path.startsWith(".github/workflows/"));

  it("succeeds in a process of its own", () => {
    expect(result).toMatchObject({ code: 0 });
  });

  it("touches no file that is not generated", () => {
    const others = [...files].filter(([path]) => !written(path));
    expect(new Map(others)).toEqual(new Map([...before].filter(([path]) => !written(path))));
  });

  it.each(generated.filter((path) => !path.startsWith(vendored)))("writes %s as agreed", async (path) => {
    await expect(agreed(path, files.get(path))).toMatchFileSnapshot(`__golden__/${golden}/${path.replace(/^\./, "")}`);
  });

  it("copies every bundled action byte by byte", () => {
    const copies = generated.filter((path) => path.startsWith(vendored));
    expect(copies.filter((path) => path.endsWith("/action.yml")).length).toBeGreaterThan(0);
    for (const path of copies) {
      expect(files.get(path)).toBe(readFileSync(path.replace(vendored, "actions/"), "utf8"));
    }
    const bundles = copies.filter((path) => path.startsWith(`${vendored}dist/`)).map((path) => basename(path));
    expect(bundles).toEqual(readdirSync("actions/dist").sort());
  });

  it("uses only actions that it also copied", () => {
    const used = workflows.flatMap((path) => files.get(path)?.match(/\.\/\.github\/actions\/tidegate\/[\w-]+/g) ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) {
      expect(generated).toContain(`${action.slice(2)}/action.yml`);
    }
  });

  it.each(workflows)("writes a %s that GitHub's parser and our rules accept", async (path) => {
    const problems = await validate({ path, content: files.get(path) ?? "" });
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each(workflows)("writes a %s that actionlint accepts", async (path) => {
    expect(await lintWorkflow(files.get(path) ?? "")).toEqual([]);
  });

  it.each(workflows)("asks in %s for no more than is used", (path) => {
    const { permissions, jobs } = parse(files.get(path) ?? "");
    expect(permissions).toEqual({});
    for (const job of Object.values<Record<string, unknown>>(jobs)) {
      expect(job).toMatchObject({ name: expect.any(String), "runs-on": "ubuntu-24.04" });
      expect(job["timeout-minutes"]).toBeTypeOf("number");
      expect(job.permissions).toBeTypeOf("object");
    }
  });

  it("gives the same bytes when it is run again, also through projen's command", () => {
    expect(repository.synth()).toMatchObject({ code: 0 });
    expect(repository.files()).toEqual(files);
    const command = repository.projen();
    expect(command).toMatchObject({ code: 0 });
    expect(repository.files()).toEqual(files);
  });
});

describe("synth of wrong options", () => {
  const repository = scratchRepository("test/blueprints/fixtures/wrong-options");
  const before = repository.files();
  const result = repository.synth();
  afterAll(() => repository.remove());

  it("fails with every problem of every service and its line, in one message without a stack", async () => {
    expect(result.code).toBe(1);
    await expect(result.output.trimEnd()).toMatchFileSnapshot("__golden__/wrong-options.txt");
  });

  it("writes nothing", () => {
    expect(repository.files()).toEqual(before);
  });

  it("never shows what may be a secret", () => {
    expect(result.output).toContain("notify[0].webhook");
    expect(result.output).not.toContain("secretsecret");
    expect(result.output).not.toContain("hooks.slack.com");
  });
});
