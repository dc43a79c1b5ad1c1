import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { javascript, Project, TextFile, typescript } from "projen";
import { beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import {
  ContainerService,
  embedded,
  environment,
  InvalidConfigurationError,
  Library,
  urlOf,
} from "../../blueprints/index.ts";
import { manifestPath, manifestSchema } from "../../src/manifest/manifest.ts";
import { run, sh } from "../../src/workflow/index.ts";
import { serviceOptions } from "./service-options.ts";
import { plainProject, temporaryFolder } from "./synth-project.ts";

// npm and git are no business of these tests.
beforeAll(() => {
  process.env.PROJEN_DISABLE_POST = "true";
});

function filesBelow(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

function problemsOf(project: Project): readonly string[] {
  try {
    project.synth();
  } catch (error) {
    if (error instanceof InvalidConfigurationError) {
      return error.problems.map(({ message }) => message);
    }
    throw error;
  }
  return [];
}

describe("a service in a project that exists already", () => {
  const kinds: readonly [string, (outdir: string) => Project][] = [
    ["plain", (outdir) => new Project({ name: "mixed", outdir })],
    ["Node", (outdir) => new javascript.NodeProject({ name: "mixed", outdir, defaultReleaseBranch: "main" })],
    [
      "TypeScript",
      (outdir) => new typescript.TypeScriptProject({ name: "mixed", outdir, defaultReleaseBranch: "main" }),
    ],
  ];

  it.each(kinds)("adds only its own files to a %s project and changes none of the others", (_, create) => {
    const [alone, mixed] = [temporaryFolder(), temporaryFolder()];
    create(alone).synth();
    const project = create(mixed);
    new ContainerService(project, serviceOptions());
    project.synth();

    // Lists of whatever a project writes, which projen keeps.
    const lists = [".gitignore", ".gitattributes", ".npmignore", ".projen/files.json"];
    const [before, after] = [filesBelow(alone), filesBelow(mixed)];
    const changed = [...before].filter(([path, text]) => !lists.includes(path) && after.get(path) !== text);
    const added = [...after.keys()].filter((path) => !before.has(path));
    expect(changed.map(([path]) => path)).toEqual([]);
    expect(added.filter((path) => !/^\.(github|tidegate)\//.test(path))).toEqual([]);
    expect(added).toEqual(expect.arrayContaining([".tidegate/delivery.json", ".github/workflows/promote.yml"]));
  });

  it.each(["ci", "control"])("says which file is taken, when another component writes %s", (name) => {
    const project = plainProject();
    new TextFile(project, `.github/workflows/${name}.yml`, { lines: ["name: mine"] });
    new ContainerService(project, serviceOptions());
    expect(() => project.synth()).toThrow(
      `would be written to .github/workflows/${name}.yml, which another component (TextFile) writes already. Rename the other or turn it off, or give the service a \`directory\``,
    );
    expect(() => project.synth()).toThrow(/1 error/);
    expect(filesBelow(project.outdir).size).toBe(0);
  });

  it("is refused in a subproject, whose workflows GitHub would not read", () => {
    const parent = plainProject();
    const child = new Project({ name: "child", parent, outdir: "child" });
    new ContainerService(child, serviceOptions());
    expect(() => parent.synth()).toThrow(/attached to a subproject/);
  });

  it("leaves a way to synthesize that somebody else has set alone", () => {
    const outdir = temporaryFolder();
    writeFileSync(join(outdir, ".projenrc.ts"), "");
    const project = new Project({ name: "test", outdir });
    project.defaultTask?.exec("tsx .projenrc.ts");
    new ContainerService(project, serviceOptions());
    project.synth();
    expect(project.defaultTask?.steps).toEqual([{ exec: "tsx .projenrc.ts" }]);
  });
});

describe("several services in one project", () => {
  function twoServices(changes: object, other: object = {}) {
    const project = plainProject();
    for (const name of ["services/info", "services/data"]) {
      mkdirSync(join(project.outdir, name), { recursive: true });
    }
    new ContainerService(project, { ...serviceOptions(), service: "info", directory: "services/info", ...changes });
    new ContainerService(project, { ...serviceOptions(), service: "data", directory: "services/data", ...other });
    return project;
  }

  it("share one manifest, which the actions' schema accepts", () => {
    const project = twoServices({});
    project.synth();
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(project.outdir, manifestPath), "utf8")));
    expect(manifest.services.map(({ name }) => name)).toEqual(["info", "data"]);
  });

  const target = embedded({ env: { DATA_URL: urlOf("data") } });
  it.each<[string, object, object, RegExp | undefined]>([
    ["a name twice", {}, { service: "info" }, /"info" is the name of another service/],
    ["a place twice", { directory: "." }, { directory: "." }, /both would write \.github\/workflows\/ci\.yml/],
    ["an address that exists", { environments: [environment("dev", { target })] }, {}, undefined],
    [
      "an address of nobody",
      { environments: [environment("dev", { target })] },
      { service: "dta" },
      /no service "data"; write one of "info", "dta"/,
    ],
    [
      "an address elsewhere",
      { environments: [environment("test", { target })] },
      {},
      /"data" has no environment "test"/,
    ],
  ])("are checked together: %s", (_, changes, other, message) => {
    const problems = problemsOf(twoServices(changes, other));
    expect(problems).toEqual(message === undefined ? [] : [expect.stringMatching(message)]);
  });

  it("report the problems of all of them at once, and then write nothing", () => {
    const project = twoServices({ coverage: "200%" }, { branch: "no branch" });
    const before = filesBelow(project.outdir);
    expect(problemsOf(project)).toHaveLength(2);
    expect(filesBelow(project.outdir)).toEqual(before);
  });
});

describe("a service as a value", () => {
  it("gives the settings of its environments by name", () => {
    const service = new ContainerService(plainProject(), serviceOptions());
    expect(service.environment("staging")).toMatchObject({ name: "staging", channel: "rc" });
  });

  it("does not compile with the name of an environment that it has not", () => {
    const { integration: _, ...options } = serviceOptions();
    const service = new ContainerService(plainProject(), {
      ...options,
      environments: [environment("dev", { target: embedded() }), environment("prod", { target: embedded() })],
    });
    expectTypeOf(service.environment).parameter(0).toEqualTypeOf<"dev" | "prod">();
    // @ts-expect-error: no such environment
    expect(() => service.environment("production")).toThrow('info has no environment "production". It has: dev, prod.');
  });

  it("has workflows whose steps can be changed by name, until the name matches nothing", () => {
    const project = plainProject();
    const { workflows } = new ContainerService(project, serviceOptions());
    workflows.ci
      .job("lint")
      .step("lint")
      .replace(run("lint", sh`make lint`, { name: "Lint" }));
    expect(() => workflows.ci.job("lnt")).toThrow(/has no job "lnt"/);
    project.synth();
    expect(readFileSync(join(project.outdir, ".github/workflows/ci.yml"), "utf8")).toContain("run: make lint");
  });

  it("has no workflows when its options are wrong, and says why", () => {
    const service = new ContainerService(plainProject(), { ...serviceOptions(), service: "NO" });
    expect(() => service.workflows).toThrow(InvalidConfigurationError);
    expect(() => service.environment("dev")).toThrow(/service: "NO"/);
  });
});

it("does not compile with misspelt options", () => {
  const { integration: _, environments: __, ...options } = serviceOptions();
  const target = embedded();
  const environments = [environment("dev", { target })] as const;
  const wrong = () => [
    // @ts-expect-error: no such environment
    new ContainerService(plainProject(), { ...options, environments, integration: { after: "prod" } }),
    // @ts-expect-error: misspelt option
    new ContainerService(plainProject(), { ...options, environments, notfy: [] }),
    // @ts-expect-error: a duration has a unit
    environment("dev", { target, limits: { lease: "90" } }),
    // @ts-expect-error: approvers have a kind
    environment("dev", { target, approvers: ["sre"] }),
    // @ts-expect-error: a target is no text
    environment("dev", { target: "embedded" }),
  ];
  expect(wrong).toBeTypeOf("function");
  expectTypeOf(new ContainerService(plainProject(), { ...options, environments, integration: { after: "dev" } }))
    .toHaveProperty("environment")
    .parameter(0)
    .toEqualTypeOf<"dev">();
});

describe("a library", () => {
  it("has a job for each check and one that is required", () => {
    const project = plainProject();
    const library = new Library(project, {
      checks: {
        test: { name: "Tests", command: "npm test" },
        demo: { name: "Demo", command: "npm run demo", timeoutMinutes: 5 },
      },
    });
    expect(library.ci.model.jobs.map(({ id }) => id)).toEqual(["test", "demo", "ci"]);
    project.synth();
    const text = readFileSync(join(project.outdir, ".github/workflows/ci.yml"), "utf8");
    expect(text).toContain("needs: [test, demo]");
    expect(text).toContain("RESULTS: ${{ join(needs.*.result, ' ') }}");
    expect(text).toContain("if: ${{ always() }}");
  });
});
