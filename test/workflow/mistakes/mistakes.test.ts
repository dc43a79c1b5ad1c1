import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptTidegate } from "../../../src/bench/mistakes/attempt-tidegate.ts";
import { type Mistake, tools } from "../../../src/bench/mistakes/mistake.ts";
import { mistakes } from "../../../src/bench/mistakes/mistakes.ts";
import type { Outcome } from "../../../src/bench/mistakes/outcome.ts";
import { soundYaml, sourceWith, yamlWith } from "../../../src/bench/mistakes/sound-source.ts";
import { checkFile } from "../../../src/workflow/check/check-file.ts";

const path = ".github/workflows/ci.yml";
const isError = ({ severity }: { readonly severity: string }) => severity === "error";

describe("what authors get wrong", () => {
  it("is 22 mistakes of writing, 3 of care and 3 beyond a limit, each once", () => {
    expect(new Set(mistakes.map(({ name }) => name)).size).toBe(28);
  });

  it("is in none of the sources that are sound", async () => {
    expect((await checkFile({ path, content: soundYaml })).filter(isError)).toEqual([]);
  });

  it.each(mistakes)("in YAML is found: $name", async (mistake) => {
    const found = (await checkFile({ path, content: yamlWith(mistake) })).filter(isError);
    expect(found.map(({ message }) => message).join("\n")).toMatch(mistake.told);
    expect(found.every(({ line = 0 }) => line > 0)).toBe(true);
  });

  it.each(mistakes)("in YAML is told once: $name", async (mistake) => {
    const lines = (await checkFile({ path, content: yamlWith(mistake) })).map(({ line }) => line);
    expect(lines).toEqual([...new Set(lines)]);
  });

  it.each(mistakes)("can be put into the source of every tool that can write it: $name", (mistake) => {
    expect(() => tools.map((tool) => sourceWith(mistake, tool))).not.toThrow();
  });
});

describe("in TypeScript", () => {
  const folder = mkdtempSync(join(tmpdir(), "mistakes-"));
  let outcomes: ReadonlyMap<Mistake, Outcome>;
  let sound: Outcome | undefined;

  beforeAll(async () => {
    const [first, ...rest] = await attemptTidegate(mistakes, folder);
    sound = first;
    outcomes = new Map(rest.map((outcome, index) => [mistakes[index] as Mistake, outcome]));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it("what is sound compiles and is written", () => {
    expect(sound).toEqual({ kind: "missed" });
  });

  it.each(mistakes)("cannot be written, does not compile, or is told with its line: $name", (mistake) => {
    const outcome = outcomes.get(mistake);
    expect(outcome?.kind).not.toBe("missed");
    if (outcome?.kind === "synth") {
      // The report has the file and the line of the author's own source.
      expect(outcome.told).toMatch(/"source":\{"file":"[^"]+\.mts","line":\d+|\(\S*\d+\.mts:\d+\)/);
    }
  });
});
