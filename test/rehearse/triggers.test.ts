import { describe, expect, it } from "vitest";
import { isStartedByPush, isStartedByRunOf } from "../../src/rehearse/triggers.ts";
import { parseWorkflowSource } from "../../src/rehearse/workflow-source.ts";

const workflow = (on: unknown) =>
  parseWorkflowSource(
    "a.yml",
    JSON.stringify({ name: "A", on, jobs: { a: { "runs-on": "ubuntu-24.04", steps: [] } } }),
  );

describe("isStartedByPush", () => {
  it.each([
    [{ branches: ["main"] }, "main", ["a"], true],
    [{ branches: ["main"] }, "topic", ["a"], false],
    [{ branches: ["release/*"] }, "release/a/b", ["a"], false],
    [{ branches: ["release/**"] }, "release/a/b", ["a"], true],
    [{ paths: ["services/info/**"] }, "main", ["services/info/src/app.js"], true],
    [{ paths: ["services/info/**"] }, "main", ["services/data/src/app.js"], false],
    [{ paths: ["**", "!docs/**"] }, "main", ["docs/a.md"], false],
    [{ paths: ["**/*.md"] }, "main", ["README.md"], true],
    [{ tags: ["v*"] }, "main", ["a"], false],
    [null, "main", ["a"], true],
  ])("a push trigger %j with branch %s and files %j: %s", (push, branch, files, started) => {
    expect(isStartedByPush(workflow({ push }), branch, files)).toBe(started);
  });

  it("is not started by a push without the trigger", () => {
    expect(isStartedByPush(workflow({ workflow_dispatch: null }), "main", ["a"])).toBe(false);
  });
});

describe("isStartedByRunOf", () => {
  it("looks at the name of the workflow that ended", () => {
    const watchdog = workflow({ workflow_run: { workflows: ["Promote"], types: ["completed"] } });
    expect(isStartedByRunOf(watchdog, "Promote")).toBe(true);
    expect(isStartedByRunOf(watchdog, "CI")).toBe(false);
  });
});
