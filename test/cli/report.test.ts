import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { gatePaths } from "../../src/targets/embedded/embedded-paths.ts";
import { quickManifest } from "../actions/rollout-bench.ts";
import { type StoredName, storedPath } from "../report/stored-record.ts";

const scratch = mkdtempSync(join(tmpdir(), "tidegate-report-"));
const home = join(scratch, "home");
const manifest = join(scratch, "delivery.json");
const program = ["--import", resolve("src/build/json-imports.mjs"), resolve("src/cli/main.ts")];
const env = { ...process.env, TIDEGATE_HOME: home, GITHUB_TOKEN: "" };
const run = (...args: string[]) => {
  const input = readFileSync(storedPath("rolled-back"));
  return spawnSync(process.execPath, [...program, ...args], { encoding: "utf8", cwd: scratch, env, input });
};

const { record: recordPath, directory } = gatePaths(home, "production", "info");

/** What an embedded target would keep; replaced at once, as it does. */
function keep(name: StoredName): void {
  mkdirSync(directory, { recursive: true });
  copyFileSync(storedPath(name), `${recordPath}.new`);
  renameSync(`${recordPath}.new`, recordPath);
}

beforeEach(() => {
  writeFileSync(manifest, JSON.stringify(quickManifest()));
  keep("observing");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("tidegate report", () => {
  it("writes one page beside which one works, and says what it is of", () => {
    const { status, stdout } = run("report", storedPath("rolled-back"));
    expect(stdout).toBe("Wrote info-production-report.html: info 0.3.0-alpha.1 → production, rolled back.\n");
    expect(status).toBe(0);
    expect(readFileSync(join(scratch, "info-production-report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it.each([
    ["markdown", /^## ↩️ info 0\.3\.0-alpha\.1/],
    ["json", /^\{\n {2}"format": 1,/],
    ["html", /^<!doctype html>/],
  ])("prints %s from standard input", (format, start) => {
    const { status, stdout } = run("report", "-", "--format", format, "--out", "-");
    expect(stdout).toMatch(start);
    expect(status).toBe(0);
  });

  it("reads the record at an environment's target", () => {
    const { stdout } = run("report", "info", "-e", "production", "--manifest", manifest, "-f", "json");
    expect(JSON.parse(stdout)).toMatchObject({ phase: "observing", service: "info" });
  });

  it.each<[what: string, args: readonly string[], message: RegExp, code: number]>([
    ["a file that is not there", ["missing.json"], /missing\.json cannot be read/, 2],
    ["a file that is no JSON", ["no.json"], /no\.json is not JSON/, 2],
    ["a file that is no record", ["manifest"], /cannot be understood/, 1],
    ["an unknown format", ["-", "-f", "pdf"], /Allowed choices are html, markdown, json/, 2],
  ])("refuses %s", (_, args, message, code) => {
    writeFileSync(join(scratch, "no.json"), "{");
    const { status, stderr } = run("report", ...args.map((arg) => (arg === "manifest" ? manifest : arg)));
    expect(stderr).toMatch(message);
    expect(status).toBe(code);
  });
});

describe("tidegate status", () => {
  it("tells what is live and how the rollout stands, from the record at the target", () => {
    const { status, stdout } = run("status", "production", "--manifest", manifest);
    expect(stdout).toContain(
      "! info → production: 0.2.0-alpha.1 observing at 50\u00a0%, step 3 of 4\n  live       0.1.0-alpha.1",
    );
    expect(status).toBe(0);
  });

  it("starts nothing where nothing was ever delivered", () => {
    rmSync(home, { recursive: true });
    const { stdout } = run("status", "--json", "--manifest", manifest);
    expect(JSON.parse(stdout)).toMatchObject([{ headline: "nothing was ever delivered" }]);
    expect(() => readFileSync(join(directory, "gate.json"))).toThrow(/ENOENT/);
  });

  it("ends with 1 where a record cannot be understood, and says why", () => {
    writeFileSync(recordPath, "{}");
    const { status, stdout } = run("status", "--manifest", manifest);
    expect(stdout).toMatch(/! info → production: cannot be read\n {2}problem {4}The record .* cannot be understood/);
    expect(status).toBe(1);
  });

  it("names what there is where it is asked for something else", () => {
    const { status, stderr } = run("status", "prodution", "--manifest", manifest);
    expect(stderr).toMatch(/Did you mean production/);
    expect(status).toBe(1);
  });

  it("watches: a line when the record changes, and an end when it is asked to", async () => {
    const args = [...program, "status", "--watch", "--interval", "0.1", "--manifest", manifest];
    const child = spawn(process.execPath, args, { cwd: scratch, env, stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line.replace(/^\d\d:\d\d:\d\d /, ""));
      if (lines.length === 1) keep("rolled-back");
      if (lines.length === 2) child.kill("SIGINT");
    }
    if (child.exitCode === null) await once(child, "exit");
    expect(lines[0]).toContain("0.2.0-alpha.1 observing");
    expect(lines[1]).toContain("0.3.0-alpha.1 rolled back · errors 6.2 %");
    expect(lines).toHaveLength(2);
    expect(child.exitCode).toBe(0);
  });
});
