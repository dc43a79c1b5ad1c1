import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { scenarios } from "../crash/scenarios.ts";
import { readDocument } from "../docs/documents.ts";
import { measuredIn, reliabilityRows, reliabilityTable } from "./reliability-table.ts";

const { text } = readDocument("docs/reliability.md");

describe("the page on reliability", () => {
  it("has a row for each fault that is tested, and no other", () => {
    const table = reliabilityTable(measuredIn(text));
    expect(text, `docs/reliability.md must have this table, with figures measured anew:\n${table}`).toContain(table);
    expect(measuredIn(text).size).toBe(reliabilityRows.length);
  });

  it.each(reliabilityRows)("names a test that is there: $fault", ({ test }) => {
    expect(existsSync(join(repositoryRoot, test))).toBe(true);
  });

  it("names each way in which a process is killed", () => {
    for (const { name } of scenarios) expect(text).toContain(`\n- ${name}\n`);
  });

  it("is noticed when a row is missing", () => {
    const [first = ""] = text.split("\n").filter((line) => line.startsWith("| No traffic"));
    const without = text.replace(first, "");
    expect(without).not.toContain(reliabilityTable(measuredIn(without)));
  });
});
