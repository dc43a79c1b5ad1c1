import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeRunnerFiles, parseAssignments } from "../../src/rehearse/runner-files.ts";

describe("parseAssignments", () => {
  it("reads lines and blocks, and keeps what a value contains", () => {
    expect(parseAssignments("a=1=2\nb<<EOF_1\nfirst\nc=3\nEOF_1\nd=\n")).toEqual({ a: "1=2", b: "first\nc=3", d: "" });
  });

  it.each([["a<<END\nx\n"], ["no assignment\n"]])("refuses %j, as the runner does", (text) => {
    expect(() => parseAssignments(text)).toThrowError();
  });
});

describe("makeRunnerFiles", () => {
  const directory = mkdtempSync(join(tmpdir(), "runner-files-"));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("gives a step files of its own and reads what it wrote", () => {
    const files = makeRunnerFiles(join(directory, "step"));
    writeFileSync(files.env.GITHUB_OUTPUT ?? "", "digest=sha256:1\n");
    writeFileSync(files.env.GITHUB_PATH ?? "", "/opt/bin\n");
    writeFileSync(files.env.GITHUB_STEP_SUMMARY ?? "", "# Done\n");
    expect(files.read()).toEqual({ outputs: { digest: "sha256:1" }, env: {}, path: ["/opt/bin"], summary: "# Done\n" });
  });
});
