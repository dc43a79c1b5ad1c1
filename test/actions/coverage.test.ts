import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runAction } from "./run-action.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegate-coverage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const section = (path: string, hits: readonly number[]) =>
  ["TN:", `SF:${path}`, ...hits.map((count, line) => `DA:${line + 1},${count}`), "end_of_record", ""].join("\n");

function check(report: string | undefined, threshold: string) {
  const path = join(folder, "lcov.info");
  rmSync(path, { force: true });
  if (report !== undefined) writeFileSync(path, report);
  return runAction("coverage", { report: "lcov.info", threshold, title: "Unit tests" }, { GITHUB_WORKSPACE: folder });
}

describe("coverage", () => {
  it.each([
    ["75", 0],
    ["75.1", 1],
    ["0", 0],
    ["100", 1],
  ])("of three lines in four with a threshold of %s ends with exit code %i", async (threshold, exitCode) => {
    const run = await check(section("a.js", [1, 0, 5, 2]), threshold);
    expect(run).toMatchObject({ exitCode, outputs: { lines: "75.0" } });
    expect(run.summary).toContain("| `a.js` | 3 / 4 | 75.0 % |");
  });

  it("shows the table even when it fails, the files with the least coverage first", async () => {
    const run = await check(section("good.js", [1, 1]) + section("bad.js", [0, 0]) + section("none.js", []), "90");
    expect(run.exitCode).toBe(1);
    expect(run.summary.indexOf("bad.js")).toBeLessThan(run.summary.indexOf("good.js"));
    expect(run.summary).toContain("❌ Unit tests: 50.0 % of at least 90 %");
    expect(run.log).toContain("::error::50.0 %25 of the lines are covered, at least 90 %25 are asked for");
  });

  it("counts a line as covered when any run of the file covered it", async () => {
    expect((await check(section("a.js", [1, 0]) + section("a.js", [0, 1]), "100")).exitCode).toBe(0);
  });

  it("does not round up to the threshold", async () => {
    const run = await check(section("a.js", [...Array(1999).fill(1), ...Array(501).fill(0)]), "80");
    expect(run).toMatchObject({ exitCode: 1, outputs: { lines: "79.9" } });
  });

  it("does not believe a report's own sums", async () => {
    const run = await check("SF:a.js\nDA:1,0\nLF:1\nLH:1\nend_of_record\n", "50");
    expect(run).toMatchObject({ exitCode: 1, outputs: { lines: "0.0" } });
  });

  it.each([
    ["missing", undefined, 'there is no file "lcov.info"'],
    ["empty", "", "tells of no lines at all"],
    ["without lines", "SF:a.js\nend_of_record\n", "tells of no lines at all"],
    ["JSON", '{"total": 100}', "is not an lcov report: line 1"],
    ["cut off in a word", `${section("a.js", [1])}SF:b.js\nDA:1`, "is not an lcov report: line 6"],
    ["with a negative count", "SF:a.js\nDA:1,-1\nend_of_record\n", "is not an lcov report: line 2"],
    ["with a line outside a file", "DA:1,1\n", "is not an lcov report: line 1"],
  ])("fails with a reason for a report that is %s", async (_what, report, words) => {
    const run = await check(report, "0");
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(words);
    expect(run.outputs).toEqual({});
  });
});
