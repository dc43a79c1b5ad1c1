import { expect, it } from "vitest";
import { runContext } from "../../src/connect/run-context.ts";

const run = { GITHUB_REPOSITORY: "acme/info", GITHUB_RUN_ID: "42", GITHUB_JOB: "rollout", GITHUB_ACTOR: "mona" };

it("names the run, whose page is the same for all its jobs and attempts", () => {
  const { runUrl, actor, holder } = runContext({ ...run, GITHUB_RUN_ATTEMPT: "2" });
  expect(runUrl).toBe("https://github.com/acme/info/actions/runs/42");
  expect(runContext({ ...run, GITHUB_JOB: "rollback" }).runUrl).toBe(runUrl);
  expect(actor).toBe("mona");
  expect(holder).toBe(`run 42 attempt 2 rollout, process ${process.pid}`);
});

it("names whoever pressed the button, not whoever pressed it first", () => {
  expect(runContext({ ...run, GITHUB_TRIGGERING_ACTOR: "hubot" }).actor).toBe("hubot");
});

it("has no page outside of a run, and still an actor and a holder", () => {
  const context = runContext({});
  expect(context.runUrl).toBeUndefined();
  expect(context.actor).not.toBe("");
  expect(context.holder).toContain(String(process.pid));
});
