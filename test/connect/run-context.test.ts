import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runContext, type WorkflowRun } from "../../src/connect/run-context.ts";

const run: WorkflowRun = {
  serverUrl: "https://github.com",
  repo: { owner: "acme", repo: "info" },
  runId: 42,
  runAttempt: 1,
  job: "rollout",
  action: "",
  actor: "mona",
};

describe("the context of a run", () => {
  it("names the run, whose page is the same for all its jobs and attempts", () => {
    const { runUrl, actor, holder } = runContext({ ...run, runAttempt: 2 }, {});
    expect(runUrl).toBe("https://github.com/acme/info/actions/runs/42");
    expect(runContext({ ...run, job: "rollback" }, {}).runUrl).toBe(runUrl);
    expect(actor).toBe("mona");
    expect(holder).toBe(`run 42 attempt 2 rollout, process ${process.pid}`);
  });

  it("names whoever pressed the button, not whoever pressed it first", () => {
    expect(runContext(run, { GITHUB_TRIGGERING_ACTOR: "hubot" }).actor).toBe("hubot");
  });

  it.each([
    [1, "step1", "run 42 attempt 1 rollout/step1"],
    [3, "", "run 42 attempt 3 rollout"],
    [Number.NaN, "", "run 42 attempt 1 rollout"],
  ])("calls the holder of a lease in attempt %d, step %j: %s", (runAttempt, action, name) => {
    expect(runContext({ ...run, runAttempt, action }, {}).holder).toBe(`${name}, process ${process.pid}`);
  });
});

/** What the context is in a process of its own, because the toolkit reads the environment once, when it is loaded. */
function contextWith(env: Readonly<Record<string, string>>): unknown {
  const script = `
    import { context } from "@actions/github";
    import { runContext } from "./src/connect/run-context.ts";
    process.stdout.write(JSON.stringify({ ...runContext(context, process.env), pid: process.pid }));`;
  const options = { env: { PATH: process.env.PATH, ...env }, encoding: "utf8" } as const;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module-typescript", "-e", script], options));
}

describe("GitHub's own toolkit", () => {
  const github = { GITHUB_RUN_ID: "42", GITHUB_RUN_ATTEMPT: "2", GITHUB_JOB: "rollout", GITHUB_ACTOR: "mona" };

  it("reads the run from the environment of a job, on a server of one's own too", () => {
    const server = { GITHUB_SERVER_URL: "https://git.acme.example", GITHUB_REPOSITORY: "acme/info" };
    expect(contextWith({ ...github, ...server })).toMatchObject({
      actor: "mona",
      runUrl: "https://git.acme.example/acme/info/actions/runs/42",
      holder: expect.stringMatching(/^run 42 attempt 2 rollout, process \d+$/),
    });
  });

  it("leaves out the page of a run whose repository has no name", () => {
    expect(contextWith(github)).not.toHaveProperty("runUrl");
    expect(contextWith({ ...github, GITHUB_REPOSITORY: "acme" })).not.toHaveProperty("runUrl");
  });

  it("has no page outside of a run, and still an actor and a holder", () => {
    const context = contextWith({}) as { actor: string; holder: string; pid: number };
    expect(context).not.toHaveProperty("runUrl");
    expect(context.actor).not.toBe("");
    expect(context.holder).toBe(`${context.actor}, process ${context.pid}`);
  });
});
