import { describe, expect, it } from "vitest";
import { pipelineOf } from "./pipeline-fixture.ts";
import { folder, jobOf, stepOf, yamlOf } from "./workflow-yaml.ts";

describe("ci", () => {
  it("has one job to require, which fails unless every other succeeded", () => {
    const job = jobOf("ci", "ci");
    expect(job.if).toBe("${{ always() }}");
    expect(job.needs).toEqual(["lint", "test", "drift"]);
    expect(Object.keys(yamlOf("ci").jobs)).toEqual(["lint", "test", "drift", "ci"]);
    expect(stepOf(job, "verdict").env?.RESULTS).toBe("${{ join(needs.*.result, ' ') }}");
  });

  it("checks the coverage and keeps the report of failed tests too", () => {
    const job = jobOf("ci", "test", pipelineOf(folder));
    expect(stepOf(job, "coverage").with).toMatchObject({ report: "services/info/coverage/lcov.info", threshold: 80 });
    expect(stepOf(job, "keep").if).toBe("${{ !cancelled() }}");
  });

  it("starts for every change at the root, and only for its own in a folder", () => {
    expect(yamlOf("ci").on.pull_request).toBeNull();
    const { on } = yamlOf("ci", pipelineOf(folder));
    expect(on.pull_request.paths).toEqual(on.push.paths);
    expect(on.push.paths).toEqual(
      expect.arrayContaining([
        "services/info/**",
        ".github/workflows/info-*.yml",
        ".github/actions/tidegate/**",
        ".tidegate/**",
      ]),
    );
    expect(on.merge_group).toBeNull();
  });

  it("runs the service's commands in its folder", () => {
    const { steps } = jobOf("ci", "lint", pipelineOf(folder));
    expect(steps.at(-1)).toMatchObject({ run: "npm run lint", "working-directory": "services/info" });
  });
});
