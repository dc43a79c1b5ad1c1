import { describe, expect, it } from "vitest";
import { github, type JobOptions, text, validate } from "../../../src/workflow/index.ts";
import { aJob, file, rendered } from "./small-workflow.ts";

describe("a container", () => {
  const image = `node@sha256:${"a".repeat(64)}`;
  const raw = "${{ github.head_ref }}:/w";

  it.each<[string, Partial<JobOptions>]>([
    ["ports", { container: { image, ports: [raw] } }],
    ["volumes", { container: { image, volumes: ["/a:/b", raw] } }],
    ["entrypoint", { services: { s: { image, entrypoint: raw } } }],
    ["command", { services: { s: { image, command: raw } } }],
  ])("has no expression written out in its %s", async (_, options) => {
    const problems = await validate(file([aJob("a", [], options)]));
    expect(problems).toMatchObject([{ rule: "raw-expression", place: "jobs.a" }]);
  });

  it("reads values in all of them", () => {
    const { a } = rendered(
      aJob("a", [], { services: { s: { image, volumes: [text`${github.sha}:/w`], command: github.sha } } }),
    );
    expect(a.services.s).toMatchObject({ volumes: ["${{ github.sha }}:/w"], command: "${{ github.sha }}" });
  });
});
