import { describe, expect, it } from "vitest";
import { pipelineOf } from "./pipeline-fixture.ts";
import { folder, jobOf, stepOf, textOf, yamlOf } from "./workflow-yaml.ts";

describe("deliver", () => {
  it("builds once, by digest, and gives everybody that digest", () => {
    const text = textOf("deliver");
    expect(text.match(/docker\/build-push-action@/g)).toHaveLength(1);
    expect(stepOf(jobOf("deliver", "image"), "build").with).toMatchObject({
      outputs: "type=image,name=ghcr.io/acme/info,push-by-digest=true,name-canonical=true,push=true",
      sbom: true,
      provenance: "mode=max",
    });
    for (const id of ["deploy-dev", "deploy-staging"]) {
      expect(stepOf(jobOf("deliver", id), "rollout").with?.digest).toBe("${{ needs.image.outputs.digest }}");
    }
  });

  it("signs nothing where attestations are turned off", () => {
    const pipeline = pipelineOf({ attestations: false });
    expect(textOf("deliver", pipeline)).not.toContain("actions/attest");
    expect(jobOf("deliver", "image", pipeline).permissions).toEqual({ contents: "read", packages: "write" });
    expect(stepOf(jobOf("deliver", "image", pipeline), "build").with).toMatchObject({ sbom: false, provenance: false });
  });

  it.each([
    ["deploy-dev", "version"],
    ["integration", "deploy-dev"],
    ["deploy-staging", "integration"],
  ])("begins %s only after %s succeeded", (id, before) => {
    expect(jobOf("deliver", id).if).toBe(`\${{ !cancelled() && needs.${before}.result == 'success' }}`);
  });

  it("names a release only once it is through: a long bake goes on without its run", () => {
    expect(jobOf("deliver", "finish-staging").if).toBe(
      "${{ !cancelled() && needs.deploy-staging.result == 'success' && needs.deploy-staging.outputs.outcome == 'succeeded' }}",
    );
  });

  it("does not deploy where people decide", () => {
    expect(textOf("deliver")).not.toContain("production");
  });

  it("finishes a release only where it gets a new name", () => {
    expect(Object.keys(yamlOf("deliver").jobs)).not.toContain("finish-dev");
  });

  it("lets one delivery finish before the next, in order", () => {
    expect(yamlOf("deliver").concurrency).toEqual({ group: "deliver/info", queue: "max" });
  });

  it("tests what users reach, and keeps the results of failed tests too", () => {
    const job = jobOf("deliver", "integration", pipelineOf(folder));
    expect(stepOf(job, "integration").env).toMatchObject({ BASE_URL: "${{ needs.deploy-dev.outputs.url }}" });
    expect(stepOf(job, "keep")).toMatchObject({ if: "${{ !cancelled() }}", with: { path: "services/info/results" } });
  });

  it("gives a rollout as long as it can take", () => {
    expect(jobOf("deliver", "deploy-dev")["timeout-minutes"]).toBe(40);
    expect(jobOf("promote", "rollout")["timeout-minutes"]).toBe(110);
  });
});

describe("the last word", () => {
  it.each([
    [
      "deliver",
      [
        "image",
        "version",
        "deploy-dev",
        "rollback-dev",
        "integration",
        "deploy-staging",
        "rollback-staging",
        "finish-staging",
        "late-finish-staging",
      ],
    ],
    ["promote", ["admit", "rollout", "rollback", "finish", "late-finish"]],
    ["rollback", ["rollback"]],
  ] as const)("of %s comes on every path, with the results of all jobs", (name, jobs) => {
    const notice = jobOf(name, "notice");
    expect(notice.if).toBe("${{ always() }}");
    expect(notice.needs).toEqual(jobs);
    expect(Object.keys(yamlOf(name).jobs)).toEqual([...jobs, "notice"]);
    expect(stepOf(notice, "notice").with?.results).toBe("${{ toJSON(needs) }}");
  });

  it("of deliver is said in the environment that was reached", () => {
    expect(stepOf(jobOf("deliver", "notice"), "notice").with?.environment).toBe(
      "${{ case(needs.deploy-staging.result != 'skipped', 'staging', 'dev') }}",
    );
  });
});
