import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";

const hooks = join(repositoryRoot, "src/build/json-imports.mjs");
const main = join(repositoryRoot, "src/cli/main.ts");
const sound = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.sha }}\n";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-import-cli-"));
  writeFileSync(join(folder, "ci.yml"), sound);
  writeFileSync(join(folder, "target.yml"), sound.replace("push", "[push, pull_request_target]"));
  writeFileSync(join(folder, "broken.yml"), sound.replace("run:", "rnu:"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function tidegate(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", hooks, main, "import", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

const written = () => readdirSync(folder).filter((name) => !name.endsWith(".yml"));

describe("tidegate import", () => {
  it("prints TypeScript, says the rest beside it, and ends with 0 when everything was expressed", () => {
    const { code, stdout, stderr } = tidegate("ci.yml");
    expect(stdout).toMatch(/^import \{ .* \} from "tidegate\/workflow";\n/);
    expect(stderr).toMatch(/^ci\.yml is imported, all of it\.\n/);
    expect(stderr).toMatch(/ci\.yml:3: Job "a" has no limit of time/);
    expect(code).toBe(0);
    expect(written()).toEqual([]);
  });

  it.each([
    [1, /ci\.yml:4: ubuntu-latest .*\[named-runner\]\n/],
    [3, /ci\.yml:4: ubuntu-latest .*\[named-runner\] \(3 times; line 7, 10 too\)\n/],
    [15, /ci\.yml:4: ubuntu-latest .* \(15 times; line 7, 10, 13, 16, 19, 22, 25, 28 and 6 more too\)\n/],
  ])("says once what it finds in %i jobs", (jobs, told) => {
    const job = (at: number) => `  j${at}:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n`;
    const all = Array.from({ length: jobs }, (_, at) => job(at)).join("");
    writeFileSync(join(folder, "ci.yml"), `name: X\non: push\njobs:\n${all}`);
    const { stderr } = tidegate("ci.yml");
    expect(stderr).toMatch(told);
    expect(stderr.split("ubuntu-latest becomes")).toHaveLength(2);
    expect(stderr.split("has no limit of time")).toHaveLength(2);
  });

  it("writes a file, and not over one that is there unless it is told to", () => {
    expect(tidegate("ci.yml", "--out", "ci.ts")).toMatchObject({ code: 0, stdout: "" });
    writeFileSync(join(folder, "ci.ts"), "mine");
    const again = tidegate("ci.yml", "--out", "ci.ts");
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toMatch(/ci\.ts is there already.*--force/);
    expect(readFileSync(join(folder, "ci.ts"), "utf8")).toBe("mine");
    expect(tidegate("ci.yml", "--out", "ci.ts", "--force").code).toBe(0);
    expect(readFileSync(join(folder, "ci.ts"), "utf8")).toContain("export const ci");
    expect(written()).toEqual(["ci.ts"]);
  });

  it("ends with 1 when something could not be expressed, and says it in the file too", () => {
    const { code, stderr } = tidegate("target.yml", "--out", "target.ts");
    expect(code).toBe(1);
    expect(stderr).toMatch(/not imported:\n {2}target\.yml:1: pull_request_target/);
    expect(readFileSync(join(folder, "target.ts"), "utf8")).toMatch(/^\/\/ NOT IMPORTED, line 1: pull_request_target/);
  });

  it("writes nothing of a file that GitHub would not run, and says where and what", () => {
    const { code, stdout, stderr } = tidegate("broken.yml", "--out", "broken.ts");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/nothing was imported/);
    expect(stderr).toMatch(/broken\.yml:6: .*rnu/);
    expect(written()).toEqual([]);
  });

  it("leaves nothing half-written where it cannot write", () => {
    const { code, stderr } = tidegate("ci.yml", "--out", "nowhere/ci.ts");
    expect(code).toBe(2);
    expect(stderr).toMatch(/nowhere\/ci\.ts cannot be written/);
    expect(written()).toEqual([]);
  });

  it.each(["uses.yml", ".github/workflows/uses.yml"])("judges %s by the pins of the repository it is in", (file) => {
    const sha = "c".repeat(40);
    const pin = { action: "acme/lint", version: "v2.0.0", sha, inputs: [], outputs: [], revoked: "it was taken over" };
    const write = (path: string, content: string) => {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    write(file, sound.replace("run: echo ${{ github.sha }}", `uses: acme/lint@${sha} # v2.0.0`));
    const imported = () => tidegate(file, "--json");
    expect(imported().stdout).not.toContain("revoked");
    write(".tidegate/pins.json", JSON.stringify({ schema: 1, pins: [pin] }));
    const { stdout, code } = imported();
    expect(code).toBe(0);
    expect(JSON.parse(stdout).findings).toContainEqual({
      kind: "settle",
      line: 6,
      message: expect.stringMatching(/^acme\/lint@c+ is revoked: it was taken over\..*\[revoked-pin\]$/),
    });
    write(".tidegate/pins.json", "{");
    expect(imported()).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/pins\.json.*is not JSON/s),
    });
  });

  it("names a file that cannot be read", () => {
    expect(tidegate("missing.yml")).toMatchObject({ code: 2, stdout: "" });
    expect(tidegate("missing.yml").stderr).toMatch(/missing\.yml cannot be read/);
  });

  it("prints the result as JSON", () => {
    const { stdout, code } = tidegate("target.yml", "--json");
    const result = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(result.kind).toBe("imported");
    expect(result.findings[0]).toMatchObject({ kind: "unexpressed", line: 1 });
  });
});
