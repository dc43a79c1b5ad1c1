import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packLibrary } from "../../src/build/pack-library.ts";
import { repositoryRoot } from "../../src/build/repository-root.ts";

const scratch = mkdtempSync(join(tmpdir(), "tidegate-package-"));
const adopter = join(scratch, "adopter");
let installedKilobytes: number;

const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(repositoryRoot, "package.json"), "utf8"),
);

function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    return expect.fail(`${command} ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}${error}`);
  }
}

beforeAll(async () => {
  const tarball = await packLibrary(scratch);
  mkdirSync(adopter);
  writeFileSync(join(adopter, "package.json"), JSON.stringify({ name: "adopter", private: true, type: "module" }));
  const peers = ["projen", "constructs"].map((name) => `${name}@${devDependencies[name]}`);
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  run("npm", ["install", ...flags, tarball, ...peers], adopter);
  installedKilobytes = Number(run("du", ["-sk", "node_modules/tidegate"], adopter).split("\t")[0]);
  const playground = join(repositoryRoot, "examples/playground");
  cpSync(join(playground, "services"), join(adopter, "services"), { recursive: true });
  cpSync(join(playground, ".projenrc.ts"), join(adopter, ".projenrc.ts"));
}, 240_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the package, installed into an empty projen project", () => {
  it("synthesizes the playground there, with the actions of this checkout", () => {
    run(process.execPath, [".projenrc.ts"], adopter);
    const workflows = readdirSync(join(adopter, ".github/workflows")).sort();
    const names = ["ci", "control", "deliver", "promote", "rollback", "watchdog"];
    expect(workflows).toEqual(["data", "info"].flatMap((service) => names.map((name) => `${service}-${name}.yml`)));
    const vendored = join(adopter, ".github/actions/tidegate/dist");
    for (const name of readdirSync(join(repositoryRoot, "actions/dist"))) {
      expect(readFileSync(join(vendored, name), "utf8")).toBe(
        readFileSync(join(repositoryRoot, "actions/dist", name), "utf8"),
      );
    }
    expect(JSON.parse(readFileSync(join(adopter, ".tidegate/delivery.json"), "utf8"))).toMatchObject({ schema: 1 });
  });

  it("brings every action that its workflows use, and synthesizes nothing without one", () => {
    const used = readdirSync(join(adopter, ".github/workflows")).flatMap((name) => {
      const text = readFileSync(join(adopter, ".github/workflows", name), "utf8");
      return [...text.matchAll(/uses: \.\/(\.github\/actions\/\S+)/g)].map(([, path = ""]) => path);
    });
    expect(new Set(used).size).toBe(8);
    for (const path of used) expect(existsSync(join(adopter, path, "action.yml")), path).toBe(true);
    const action = join(adopter, "node_modules/tidegate/actions/rollout/action.yml");
    renameSync(action, `${action}.away`);
    expect(() => run(process.execPath, [".projenrc.ts"], adopter)).toThrow(
      /actions lacks rollout\/action\.yml\. .* install the package again/,
    );
    renameSync(`${action}.away`, action);
  });

  it("brings the pages of its rules, which its reports name", () => {
    const page = "node_modules/tidegate/docs/rules/duplicate-id.md";
    expect(readFileSync(join(adopter, page), "utf8")).toContain("# duplicate-id");
    const source = `import { job, render, run, sh, workflow } from "tidegate/workflow";
const a = job("a", { name: "A", timeoutMinutes: 5, steps: [run("say", sh\`echo\`), run("say", sh\`echo\`)] });
const made = workflow({ file: "a", name: "A", on: { push: {} }, concurrency: { group: "a" }, jobs: [a] });
try { render(made); } catch (error) { console.log(error.message); }`;
    expect(run(process.execPath, ["--input-type=module", "-e", source], adopter)).toContain(page);
  });

  it("keeps its compiled form once it has synthesized, and goes on without one that is broken", () => {
    const lib = join(adopter, "node_modules/tidegate/lib");
    const cached = () => readdirSync(lib).filter((name) => name.endsWith(".cache"));
    for (const name of cached()) rmSync(join(lib, name));
    for (const name of readdirSync(lib).filter((found) => found.endsWith(".sound"))) rmSync(join(lib, name));
    run(process.execPath, ["node_modules/.bin/tidegate", "--version"], adopter);
    expect(cached()).toEqual([]);
    run(process.execPath, [".projenrc.ts"], adopter);
    expect(cached().map((name) => name.split(".")[0])).toEqual(["checker", "library"]);
    for (const name of cached()) writeFileSync(join(lib, name), "not a code cache");
    run(process.execPath, [".projenrc.ts"], adopter);
    expect(cached()).toHaveLength(2);
  });

  it("runs what stands in a bundle patched by hand, not what was kept of it before", () => {
    const library = join(adopter, "node_modules/tidegate/lib/library.cjs");
    const built = readFileSync(library, "utf8");
    const help = () => run(process.execPath, ["node_modules/.bin/tidegate", "--help"], adopter);
    expect(help()).toContain("Pipelines as code");
    writeFileSync(library, built.replaceAll("Pipelines as code", "Patched as I like"));
    expect(help()).toContain("Patched as I like");
    writeFileSync(library, built);
  });

  it("brings the tidegate command", () => {
    expect(run(process.execPath, ["node_modules/.bin/tidegate", "--version"], adopter)).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("has types for everything it exports, and refuses what does not fit", () => {
    writeFileSync(
      join(adopter, "use.ts"),
      [
        'import { embedded, environment } from "tidegate";',
        'import { render } from "tidegate/workflow";',
        'import { startGithubServer } from "tidegate/testing";',
        "// @ts-expect-error the name of an environment is text",
        "environment(3, { target: embedded() });",
        "export const used = [render, startGithubServer];",
      ].join("\n"),
    );
    const compiler = join(repositoryRoot, "node_modules/typescript/bin/tsc");
    const types = ["--typeRoots", join(repositoryRoot, "node_modules/@types"), "--types", "node"];
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", ...types];
    run(process.execPath, [compiler, ...options, "use.ts", ".projenrc.ts"], adopter);
  }, 120_000);

  it("has them for projen's TypeScript projects too, whose compiler reads no exports and knows ES2020", () => {
    const names = ["tidegate", "tidegate/workflow", "tidegate/testing"];
    writeFileSync(
      join(adopter, "old.cts"),
      [
        ...names.map((name, index) => `import * as it${index} from "${name}";`),
        'import { run } from "tidegate/workflow";',
        "// @ts-expect-error a script is a template",
        'run("a", "echo hello");',
        "export const used = [it0.WorkflowFile, it1.workflow, it2.startGithubServer];",
      ].join("\n"),
    );
    const compiler = join(repositoryRoot, "node_modules/typescript/bin/tsc");
    const types = ["--typeRoots", join(repositoryRoot, "node_modules/@types"), "--types", "node"];
    const old = ["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"];
    const options = ["--noEmit", "--strict", "--esModuleInterop", ...old, "--target", "es2020", ...types];
    run(process.execPath, [compiler, ...options, "old.cts"], adopter);
  }, 120_000);

  it("brings no other package, the licences of what is in it, and at most 5 MB", () => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(adopter, "node_modules/tidegate/package.json"), "utf8"));
    expect(dependencies).toEqual({});
    expect(readFileSync(join(adopter, "node_modules/tidegate/lib/THIRD-PARTY-LICENSES.md"), "utf8")).toMatch(
      /^## zod /m,
    );
    expect(installedKilobytes).toBeLessThanOrEqual(5 * 1024);
  });

  it("holds nothing that only a checkout needs", () => {
    const files = run("find", [".", "-type", "f"], join(adopter, "node_modules/tidegate")).split("\n");
    expect(files.filter((path) => /\.test\.ts$|inputs\.ts$|^\.\/src\/|^\.\/test\//.test(path))).toEqual([]);
  });
});
