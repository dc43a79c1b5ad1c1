import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { repositoryRoot } from "../../src/build/repository-root.ts";

it("finds actions/dist, action.yml and the step functions to be what the source builds", () => {
  const output = execFileSync(process.execPath, ["src/build/build.ts", "--check"], { cwd: repositoryRoot });
  expect(String(output)).toMatch(/^\d+ generated files are current/);
});
