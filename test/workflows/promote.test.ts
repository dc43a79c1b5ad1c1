import { describe, expect, it } from "vitest";
import { pipelineOf } from "./pipeline-fixture.ts";
import { jobOf, stepOf, yamlOf } from "./workflow-yaml.ts";

describe("promote", () => {
  it("asks a person for a version, one of the environments and a reason, as data", () => {
    const { on, jobs } = yamlOf("promote");
    expect(on.workflow_dispatch.inputs).toMatchObject({
      version: { type: "string", required: true },
      environment: { type: "choice", options: ["dev", "staging", "production"], default: "production" },
      reason: { type: "string", required: true },
    });
    expect(stepOf(jobs.rollout, "rollout").with?.reason).toBe("${{ inputs.reason }}");
  });

  it("hears what is special about this release, and tells those who decide", () => {
    const { on, jobs } = yamlOf("promote");
    expect(on.workflow_dispatch.inputs.hotfix).toMatchObject({ type: "boolean", default: false });
    for (const name of ["reversible", "retry-reason", "override-freeze"]) {
      expect(on.workflow_dispatch.inputs[name]).toMatchObject({ type: "string", required: false });
    }
    const exceptions = {
      "retry-reason": "${{ inputs.retry-reason }}",
      "override-freeze": "${{ inputs.override-freeze }}",
    };
    expect(stepOf(jobs.admit, "admit").with).toMatchObject(exceptions);
    expect(stepOf(jobs.rollout, "rollout").with).toMatchObject({
      ...exceptions,
      reversible: "${{ inputs.reversible }}",
      hotfix: "${{ inputs.hotfix }}",
    });
  });

  it.each([
    [true, "read"],
    [false, undefined],
  ])("may read who has to approve only where somebody has to: %s", (hasApprovers, level) => {
    expect(jobOf("promote", "admit", pipelineOf({ hasApprovers })).permissions?.actions).toBe(level);
  });

  it("asks about an error budget only where somebody looks at it, and lets the admission read it", () => {
    const without = yamlOf("promote");
    expect(without.on.workflow_dispatch.inputs).not.toHaveProperty("override-budget");
    expect(stepOf(without.jobs.admit, "admit").with).not.toHaveProperty("hotfix");
    expect(stepOf(without.jobs.admit, "admit").env).toBeUndefined();
    const { on, jobs } = yamlOf("promote", pipelineOf({ budgetSecrets: ["PROMETHEUS_TOKEN"] }));
    expect(on.workflow_dispatch.inputs["override-budget"]).toMatchObject({ type: "string", required: false });
    const said = { "override-budget": "${{ inputs.override-budget }}", hotfix: "${{ inputs.hotfix }}" };
    expect(stepOf(jobs.admit, "admit").with).toMatchObject(said);
    expect(stepOf(jobs.admit, "admit").env).toEqual({ PROMETHEUS_TOKEN: "${{ secrets.PROMETHEUS_TOKEN }}" });
    expect(stepOf(jobs.rollout, "rollout").with).toMatchObject(said);
  });

  it("rolls out only what was admitted", () => {
    const job = jobOf("promote", "rollout");
    expect(job.if).toBe("${{ !cancelled() && needs.admit.result == 'success' }}");
    expect(stepOf(job, "rollout").with).toMatchObject({
      version: "${{ needs.admit.outputs.version }}",
      digest: "${{ needs.admit.outputs.digest }}",
      commit: "${{ needs.admit.outputs.commit }}",
    });
    expect(stepOf(jobOf("promote", "admit"), "admit").with?.version).toBe("${{ inputs.version }}");
  });

  it.each([
    ["promote", "late-finish", "rollback", ' && contains(fromJSON(\'["staging","production"]\'), inputs.environment)'],
    ["deliver", "late-finish-staging", "rollback-staging", ""],
  ] as const)("names in %s what its rollback job has finished past the point of no return", (name, id, by, where) => {
    const late = jobOf(name, id);
    expect(late.if).toBe(
      `\${{ always() && needs.${by}.result == 'success' && needs.${by}.outputs.version != ''${where} }}`,
    );
    expect(stepOf(late, "finish").with).toMatchObject({
      version: `\${{ needs.${by}.outputs.version }}`,
      digest: `\${{ needs.${by}.outputs.digest }}`,
    });
    expect(jobOf(name, by).outputs?.version).toBe("${{ steps.reconcile.outputs.version }}");
  });

  it("names nothing in deliver that its tests have not seen", () => {
    const integration = { command: "npm run it", after: "staging", env: {}, results: "results" };
    expect(Object.keys(yamlOf("deliver", pipelineOf({ integration })).jobs)).not.toContain("late-finish-staging");
  });

  it("finishes where success gives a new name", () => {
    expect(jobOf("promote", "finish").if).toBe(
      "${{ !cancelled() && needs.admit.result == 'success' && needs.rollout.result == 'success' && needs.rollout.outputs.outcome == 'succeeded' && contains(fromJSON('[\"staging\",\"production\"]'), inputs.environment) }}",
    );
  });
});
