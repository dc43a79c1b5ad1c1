import { describe, expect, it } from "vitest";
import { jobOf, stepOf, yamlOf } from "./workflow-yaml.ts";

describe("going back", () => {
  const cases = [
    ["deliver", "rollback-dev", "version", "deploy-dev", "dev"],
    ["deliver", "rollback-staging", "version", "deploy-staging", "staging"],
    ["promote", "rollback", "admit", "rollout", "${{ inputs.environment }}"],
  ] as const;

  it.each(cases)(
    "in %s, job %s runs whenever a rollout was begun and did not succeed",
    (name, id, admitted, rollout) => {
      expect(jobOf(name, id).if).toBe(
        `\${{ always() && needs.${admitted}.result == 'success' && needs.${rollout}.result != 'success' && needs.${rollout}.result != 'skipped' }}`,
      );
      expect(jobOf(name, id).needs).toEqual([admitted, rollout]);
    },
  );

  it.each(cases)(
    "in %s, job %s needs nobody's approval and waits for no rollout",
    (name, id, _, rollout, environment) => {
      const [job, forward] = [jobOf(name, id), jobOf(name, rollout)];
      expect(job.environment).toEqual({ name: `${environment}-rollback`, deployment: false });
      expect(forward.environment).toEqual({ name: environment, deployment: false });
      expect(job.concurrency).toEqual({ group: `rollback/info/${environment}`, queue: "max" });
      expect(forward.concurrency).toEqual({ group: `rollout/info/${environment}`, queue: "max" });
    },
  );

  it.each(cases)("in %s, job %s decides from the record and reads no output", (name, id, _, __, environment) => {
    const job = jobOf(name, id);
    expect(JSON.stringify(job)).not.toMatch(/needs\.[^.]+\.outputs\./);
    expect(stepOf(job, "reconcile").with).toMatchObject({ service: "info", environment, mode: "recover" });
  });

  it("by hand has no build, no tests, no approval and nothing to wait for", () => {
    const { jobs } = yamlOf("rollback");
    expect(Object.keys(jobs)).toEqual(["rollback", "notice"]);
    expect(jobs.rollback.environment).toEqual({ name: "${{ inputs.environment }}-rollback", deployment: false });
    expect(jobs.rollback.if).toBeUndefined();
    expect(jobs.rollback.needs).toBeUndefined();
    expect(stepOf(jobs.rollback, "reconcile").with).toMatchObject({
      mode: "rollback",
      to: "${{ inputs.to }}",
      reason: "${{ inputs.reason }}",
    });
    expect(yamlOf("rollback").on.workflow_dispatch.inputs.to.default).toBe("last-good");
  });
});
