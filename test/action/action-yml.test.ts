import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { actionFiles } from "../../src/build/generate-action-files.ts";
import { repositoryRoot } from "../../src/build/repository-root.ts";

const files = await actionFiles();

describe("generated files of our actions", () => {
  it.each([...files])("%s is what the inputs say", (path, text) => {
    expect(readFileSync(join(repositoryRoot, path), "utf8")).toBe(text);
  });

  it.each([...files].filter(([path]) => path.endsWith("action.yml")))("%s runs its bundle on Node 24", (path, text) => {
    const name = path.split("/")[1];
    expect(parse(text)).toMatchObject({ runs: { using: "node24", main: `../dist/${name}.mjs` } });
  });

  it("cover every action", () => {
    const actions = [...files.keys()].filter((path) => path.endsWith("action.yml"));
    expect(actions.map((path) => path.split("/")[1])).toEqual([
      "admit",
      "control",
      "coverage",
      "deploy-status",
      "finish",
      "next-version",
      "reconcile",
      "rollout",
    ]);
  });
});
