import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatReport } from "../../../src/workflow/check/format-report.ts";
import { formatProblem, type Problem, sortProblems } from "../../../src/workflow/check/problem.ts";
import { findRulePage } from "../../../src/workflow/check/rule-page.ts";

const problem = (rule: string, more: Partial<Problem> = {}): Problem => ({
  rule,
  severity: "error",
  message: "It is wrong. Do it right.",
  file: ".github/workflows/a.yml",
  place: "jobs.a",
  ...more,
});
const at = (line: number, file = "/repo/.projenrc.ts") => ({ source: { file, line, column: 1 } });

describe("sortProblems", () => {
  it("sorts by the line its author wrote, and by the line in the file where there is none", () => {
    const sorted = sortProblems([
      problem("f", { ...at(1, "/repo/other.ts") }),
      problem("e", { ...at(9), line: 1 }),
      problem("d", { ...at(2), line: 8 }),
      problem("c", { file: "b.yml", line: 1 }),
      problem("b", { line: 7 }),
      problem("a", { line: 7 }),
    ]);
    expect(sorted.map(({ rule }) => rule)).toEqual(["a", "b", "c", "d", "e", "f"]);
  });
});

describe("formatReport", () => {
  const problems = [
    problem("job-timeout", { ...at(12), line: 31 }),
    problem("of-my-own", { severity: "warning", line: 3, place: "" }),
  ];

  it("says place, severity, rule, message, the place in the file, the rule's page, and how many there are", () => {
    expect(formatReport(problems, { directory: "/repo" }).replaceAll(/[.\w/]+docs\/rules/g, "docs/rules")).toBe(
      `.github/workflows/a.yml:3  warning  of-my-own
  It is wrong. Do it right.

.projenrc.ts:12  error  job-timeout
  It is wrong. Do it right.
  .github/workflows/a.yml:31  jobs.a  docs/rules/job-timeout.md

1 error and 1 warning`,
    );
  });

  it("says so when there are none", () => {
    expect(formatReport([], { directory: "/repo" })).toBe("No problems");
  });

  it("has colours only where they are asked for", () => {
    expect(formatReport(problems, { directory: "/repo" })).not.toContain("\u001b[");
    expect(formatReport(problems, { directory: "/repo", color: true })).toContain("\u001b[31merror");
  });

  it("finds a page for what others find", () => {
    const pages = ["github", "yaml"].map((rule) => findRulePage(rule, "/") ?? "");
    expect(pages.map((page) => basename(page))).toEqual(["model.md", "model.md"]);
  });

  it("names a page that is there", () => {
    const page = findRulePage("job-timeout", process.cwd());
    expect(page && existsSync(join(process.cwd(), page))).toBe(true);
    expect(["of-my-own", "../secret", ""].map((rule) => findRulePage(rule, "/"))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("formatProblem", () => {
  it("is one line", () => {
    expect(formatProblem(problem("x", { ...at(12), line: 31 }), "/repo")).toBe(
      ".projenrc.ts:12 (.github/workflows/a.yml:31): jobs.a: It is wrong. Do it right. [x]",
    );
    expect(formatProblem(problem("x", { line: 31, place: "" }), "/repo")).toBe(
      ".github/workflows/a.yml:31: It is wrong. Do it right. [x]",
    );
  });
});
