import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../../src/build/repository-root.ts";
import { formatFindings } from "../../../src/cli/import/format-findings.ts";
import { importWhole } from "./import-fixture.ts";

const page = readFileSync(join(repositoryRoot, "docs/import.md"), "utf8");
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";

describe("the guide to importing", () => {
  it("shows what really comes of its example, and what is really said of it", async () => {
    const result = await importWhole("deploy.yml", block("yaml"));
    expect(result.typescript).toBe(block("ts"));
    expect(formatFindings(".github/workflows/deploy.yml", result, undefined)).toBe(block("text"));
  });
});
