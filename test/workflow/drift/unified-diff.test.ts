import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unifiedDiff } from "../../../src/workflow/drift/unified-diff.ts";

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");

describe("unifiedDiff", () => {
  it("is empty when nothing differs", () => {
    expect(unifiedDiff({ path: "f", before: "a\n", after: "a\n" })).toBe("");
  });

  it("shows three lines around each change, and one hunk where changes are near", () => {
    const before = numbered(1, 30);
    const after = before.replace("\n5\n", "\nfive\n").replace("\n11\n", "\n").replace("\n25\n", "\n25\n25½\n");
    expect(unifiedDiff({ path: "a/f.yml", before, after })).toBe(
      `--- a/a/f.yml
+++ b/a/f.yml
@@ -2,13 +2,12 @@
 2
 3
 4
-5
+five
 6
 7
 8
 9
 10
-11
 12
 13
 14
@@ -23,6 +22,7 @@
 23
 24
 25
+25½
 26
 27
 28
`,
    );
  });

  it.each([
    ["a new file", undefined, "a\nb\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n"],
    ["a file that goes", "a\n", undefined, "--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"],
    ["a last line without an end", "a\n", "a", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"],
  ])("says %s as git does", (_, before, after, diff) => {
    expect(unifiedDiff({ path: "f", before, after })).toBe(diff);
  });

  it("of thousands of changed lines takes no more memory than a test may", () => {
    const source = new URL("../../../src/workflow/drift/unified-diff.ts", import.meta.url).href;
    const script = `import { unifiedDiff } from ${JSON.stringify(source)};
const text = (name) => Array.from({ length: 1900 }, (_, line) => name + line + "\\n").join("");
const { length } = unifiedDiff({ path: "f", before: text("a"), after: text("b") }).split("\\n");
console.log(JSON.stringify({ length, megabytes: process.resourceUsage().maxRSS / 1000 }));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    const { length, megabytes } = JSON.parse(stdout || expect.fail(stderr));
    expect(length).toBe(2 * 1900 + 4);
    expect(megabytes).toBeLessThan(250);
  });

  describe("is what `git apply` takes", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "diff-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it("for any two texts", () => {
      const line = fc.constantFrom("a", "b", "c", "d", "");
      const text = fc
        .tuple(fc.array(line, { minLength: 1, maxLength: 20 }), fc.boolean())
        .map(([lines, ended]) => `${lines.join("\n")}x${ended ? "\n" : ""}`);
      fc.assert(
        fc.property(text, text, (before, after) => {
          fc.pre(before !== after);
          writeFileSync(join(folder, "f"), before);
          const input = unifiedDiff({ path: "f", before, after });
          const { stderr } = spawnSync("git", ["apply", "--unidiff-zero", "-"], {
            cwd: folder,
            input,
            encoding: "utf8",
          });
          expect({ text: readFileSync(join(folder, "f"), "utf8"), stderr }).toEqual({ text: after, stderr: "" });
        }),
        { numRuns: 40 },
      );
    });
  });
});
