import { describe, expect, it } from "vitest";
import { environmentOf, pipelineOf } from "./pipeline-fixture.ts";
import { automaticRegions, jobOf, stepOf, threeRegions, yamlOf } from "./workflow-yaml.ts";

describe("a wave", () => {
  const byHand = pipelineOf({ environments: threeRegions });
  const onPush = pipelineOf({ environments: [environmentOf("dev"), ...automaticRegions] });
  const cases = [
    ["promote", "rollout", byHand, "admit"],
    ["deliver", "deploy", onPush, "version"],
  ] as const;

  it.each(cases)("in %s, goes on to %s-us only once eu has succeeded, and with it its bake", (name, verb, pipeline) => {
    expect(jobOf(name, `${verb}-us`, pipeline).if).toBe(
      `\${{ !cancelled() && needs.${verb}-eu.result == 'success' && needs.${verb}-eu.outputs.outcome == 'succeeded' }}`,
    );
  });

  it.each(cases)("in %s, goes back where it was begun, unless the last %s ended well", (name, verb, pipeline) => {
    for (const region of ["eu", "us", "ap"]) {
      expect(jobOf(name, `rollback-${region}`, pipeline).if).toBe(
        `\${{ always() && needs.${verb}-${region}.result != 'skipped' && !(needs.${verb}-ap.result == 'success' && needs.${verb}-ap.outputs.outcome == 'succeeded') }}`,
      );
    }
  });

  it.each(cases)("in %s, goes back in reverse order", (name, verb, pipeline, begun) => {
    const waiting = ["ap", "us", "eu"].map((region) => jobOf(name, `rollback-${region}`, pipeline).needs);
    const release = name === "deliver" ? ["image"] : [begun];
    expect(waiting).toEqual([
      [...release, `${verb}-eu`, `${verb}-us`, `${verb}-ap`],
      [...release, `${verb}-eu`, `${verb}-us`, `${verb}-ap`, "rollback-ap"],
      [...release, `${verb}-eu`, `${verb}-us`, `${verb}-ap`, "rollback-us"],
    ]);
  });

  it.each(cases)("in %s, goes back without approval, registry or metrics, by the digest", (name, _, pipeline) => {
    const job = jobOf(name, "rollback-eu", pipeline);
    expect(job.environment).toEqual({ name: "eu-rollback", deployment: false });
    expect(job.concurrency).toEqual({ group: "rollback/info/eu", queue: "max" });
    expect(job.steps.map(({ id }) => id)).toEqual(["checkout", "reconcile"]);
    const digest = name === "deliver" ? "${{ needs.image.outputs.digest }}" : "${{ needs.admit.outputs.digest }}";
    expect(stepOf(job, "reconcile").with).toMatchObject({ environment: "eu", mode: "undo", digest });
    expect(stepOf(job, "reconcile").with?.reason).toMatch(/^Wave production \$\{\{ case\(/);
  });

  it("asks the approvers of each region, and is asked for by its own name", () => {
    expect(jobOf("promote", "rollout-us", byHand).environment).toEqual({ name: "us", deployment: false });
    const { inputs } = yamlOf("promote", byHand).on.workflow_dispatch;
    expect(inputs.environment).toMatchObject({ options: ["dev", "production"], default: "production" });
    expect(jobOf("promote", "rollout-eu", byHand).if).toContain("inputs.environment == 'production'");
    expect(jobOf("promote", "rollout", byHand).if).toContain("contains(fromJSON('[\"dev\"]'), inputs.environment)");
  });

  it("is rolled back and controlled region by region", () => {
    for (const name of ["rollback", "control"] as const) {
      const { inputs } = yamlOf(name, byHand).on.workflow_dispatch;
      expect(inputs.environment.options).toEqual(["dev", "eu", "us", "ap"]);
    }
  });

  it("names a release once it has succeeded everywhere, and nobody does so for one region", () => {
    const condition =
      "always() && needs.rollout-ap.result == 'success' && needs.rollout-ap.outputs.outcome == 'succeeded'";
    expect(jobOf("promote", "finish-production", byHand).if).toBe(`\${{ ${condition} }}`);
    const named = (["promote", "watchdog", "control"] as const).flatMap((name) =>
      Object.keys(yamlOf(name, byHand).jobs).filter((id) => id.startsWith("finish")),
    );
    expect(named).toEqual(["finish-production"]);
  });

  it("is told of where it came to", () => {
    const notice = stepOf(jobOf("promote", "notice", byHand), "notice");
    expect(notice.with?.environment).toBe(
      "${{ case(needs.rollout-ap.result != 'skipped', 'ap', needs.rollout-us.result != 'skipped', 'us', inputs.environment == 'production', 'eu', inputs.environment) }}",
    );
    expect(stepOf(jobOf("deliver", "notice", onPush), "notice").with?.environment).toBe(
      "${{ case(needs.deploy-ap.result != 'skipped', 'ap', needs.deploy-us.result != 'skipped', 'us', needs.deploy-eu.result != 'skipped', 'eu', 'dev') }}",
    );
  });

  it("without environments beside it has no job for them", () => {
    const { jobs } = yamlOf("promote", pipelineOf({ environments: threeRegions.slice(1), integration: undefined }));
    expect(Object.keys(jobs)).not.toContain("rollout");
  });
});
