import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keptTrace } from "../../src/rollout/trace.ts";
import { readDocument } from "./documents.ts";

const { text } = readDocument("docs/report.md");
const copied = [...text.matchAll(/<!-- from (\S+) -->\n```\w+\n([\s\S]*?)\n```/g)];

describe("the page about reports", () => {
  it("shows two examples that are compared", () => {
    expect(copied).toHaveLength(2);
  });

  it.each(copied.map(([, path = "", example = ""]) => ({ path, example })))(
    "shows what $path holds",
    ({ path, example }) => {
      expect(readFileSync(path, "utf8").startsWith(example)).toBe(true);
    },
  );

  it("says how much of a trace is kept", () => {
    expect(text).toContain(`At most ${keptTrace.points} points`);
    expect(text).toContain(`the latest ${keptTrace.words} steps`);
  });
});
