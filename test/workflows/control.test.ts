import { describe, expect, it } from "vitest";
import { type JobYaml, jobOf, stepOf, yamlOf } from "./workflow-yaml.ts";

describe("control", () => {
  const unasked = `contains(fromJSON('["pause","resume","abort"]'), inputs.command)`;

  it("asks a person what, where and why, as data", () => {
    const { on } = yamlOf("control");
    expect(on.workflow_dispatch.inputs).toMatchObject({
      environment: { type: "choice", default: "production" },
      command: {
        type: "choice",
        options: ["pause", "resume", "abort", "promote-now", "override-freeze", "retry"],
        default: "pause",
      },
      reason: { type: "string", required: true },
    });
    expect(stepOf(jobOf("control", "control"), "control").with).toMatchObject({
      command: "${{ inputs.command }}",
      reason: "${{ inputs.reason }}",
      release: "${{ inputs.release }}",
      minutes: "${{ inputs.minutes }}",
    });
  });

  it("asks nobody before it stands still or goes back, and the approvers before it goes forward", () => {
    expect(jobOf("control", "control")).toMatchObject({
      if: `\${{ ${unasked} }}`,
      environment: { name: "${{ inputs.environment }}-rollback", deployment: false },
    });
    expect(jobOf("control", "approved")).toMatchObject({
      if: `\${{ !${unasked} }}`,
      environment: { name: "${{ inputs.environment }}", deployment: false },
    });
  });

  it("waits for no rollout, which it is about", () => {
    expect(yamlOf("control").concurrency).toEqual({ group: "control/info/${{ inputs.environment }}", queue: "max" });
    for (const job of Object.values<JobYaml>(yamlOf("control").jobs)) expect(job.concurrency).toBeUndefined();
  });

  it("names a release whose bake it has left out", () => {
    const finish = jobOf("control", "finish");
    expect(finish.if).toContain("needs.approved.outputs.version != ''");
    expect(stepOf(finish, "finish").with?.digest).toBe("${{ needs.approved.outputs.digest }}");
  });
});
