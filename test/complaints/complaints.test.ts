import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { readDocument } from "../docs/documents.ts";
import { markdownTable } from "../docs/markdown-table.ts";
import { complaints } from "./complaints.ts";

const table = markdownTable(
  ["What people report", "Here", "Tested in"],
  complaints.map(({ complaint, answer, test }) => [complaint, answer, test === undefined ? "–" : `\`${test[0]}\``]),
);

describe("what people complain about in other tools", () => {
  it("is all on the page about reliability, with what is not answered yet", () => {
    expect(readDocument("docs/reliability.md").text).toContain(table);
    expect(complaints).toHaveLength(15);
  });

  it.each(complaints.flatMap(({ complaint, test }) => (test === undefined ? [] : [[complaint, ...test] as const])))(
    "has its test: %s",
    (_, file, words) => {
      expect(readFileSync(join(repositoryRoot, file), "utf8")).toContain(words);
    },
  );

  it("is said to be unanswered where nothing is tested, and only there", () => {
    for (const { answer, test } of complaints) expect(answer.startsWith("Not answered yet")).toBe(test === undefined);
  });
});
