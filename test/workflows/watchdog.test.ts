import { describe, expect, it } from "vitest";
import { type JobYaml, jobOf, stepOf, textOf, yamlOf } from "./workflow-yaml.ts";

describe("watchdog", () => {
  it("comes after every run that deploys, on an alert, on a schedule and by hand", () => {
    expect(yamlOf("watchdog").on).toEqual({
      workflow_run: {
        workflows: ["Deliver info", "Promote info", "Roll back info", "Control info"],
        types: ["completed"],
        branches: ["main"],
      },
      repository_dispatch: { types: ["slo-burn"] },
      schedule: [{ cron: "*/15 * * * *" }],
      workflow_dispatch: null,
    });
  });

  it("may follow other runs, which zizmor holds for insecure, because it touches nothing of theirs", () => {
    expect(textOf("watchdog")).toMatch(
      /^ {2}workflow_run: # zizmor: ignore\[dangerous-triggers\] runs the default branch, nothing of the run it follows$/m,
    );
    const steps = Object.values<JobYaml>(yamlOf("watchdog").jobs).flatMap((job) => job.steps);
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with)).toEqual(checkouts.map(() => ({ "persist-credentials": false })));
    expect(JSON.stringify(steps)).not.toMatch(/event\.workflow_run|download-artifact/);
  });

  it("looks at every environment for itself, without approval, and keeps no rollback waiting", () => {
    const all = Object.entries<JobYaml>(yamlOf("watchdog").jobs);
    const jobs = all.filter(([id]) => !id.startsWith("finish-"));
    expect(jobs.map(([id]) => id)).toEqual(["watch-dev", "watch-staging", "watch-production"]);
    for (const [id, job] of jobs) {
      const environment = id.replace("watch-", "");
      expect(job.environment).toEqual({ name: `${environment}-rollback`, deployment: false });
      expect(job.concurrency).toBeUndefined();
      expect(job.needs).toBeUndefined();
      expect(stepOf(job, "reconcile").with).toMatchObject({ environment, mode: "watch" });
    }
  });

  it("names what has come through since its own run ended, and nothing else", () => {
    expect(Object.keys(yamlOf("watchdog").jobs)).toEqual([
      "watch-dev",
      "watch-staging",
      "finish-staging",
      "watch-production",
      "finish-production",
    ]);
    const finish = jobOf("watchdog", "finish-production");
    expect(finish.if).toBe(
      "${{ !cancelled() && needs.watch-production.result == 'success' && needs.watch-production.outputs.version != '' }}",
    );
    expect(stepOf(finish, "finish").with).toMatchObject({
      environment: "production",
      version: "${{ needs.watch-production.outputs.version }}",
      digest: "${{ needs.watch-production.outputs.digest }}",
      commit: "${{ needs.watch-production.outputs.commit }}",
    });
  });

  it("is never stopped by the next one", () => {
    expect(yamlOf("watchdog").concurrency).toEqual({ group: "watchdog/info", "cancel-in-progress": false });
  });
});
