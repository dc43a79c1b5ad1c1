import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { scratchRepository } from "../blueprints/scratch-repository.ts";
import { readDocument, type Snippet, snippetsOf } from "./documents.ts";

const guide = readDocument("docs/container-service.md");
const workflowSchema = z.object({ jobs: z.record(z.string(), z.unknown()) });
const examples = snippetsOf(guide)
  .filter(({ code }) => code.includes("project.synth()"))
  .map((snippet) => ({ ...snippet, ...synthesize(snippet) }));

function synthesize({ code }: Snippet) {
  const repository = scratchRepository("test/blueprints/fixtures/root-service");
  afterAll(() => repository.remove());
  for (const folder of ["services/data", "services/info"]) {
    mkdirSync(join(repository.folder, folder), { recursive: true });
  }
  writeFileSync(join(repository.folder, ".projenrc.ts"), code);
  return { result: repository.synth(), files: repository.files() };
}

function workflowOf(code: string, name: string): string {
  const example = examples.find((candidate) => candidate.code.includes(code));
  return example?.files.get(`.github/workflows/${name}.yml`) ?? expect.fail(`no example with ${code} writes ${name}`);
}

function jobsOf(workflow: string): readonly string[] {
  return Object.keys(workflowSchema.parse(parse(workflow)).jobs);
}

/** The row of the table that says which jobs a workflow has. */
function documentedJobs(workflow: string): string {
  const table = guide.text.split("| workflow | jobs |")[1] ?? "";
  return new RegExp(`^\\| \`${workflow}\` \\| (.*) \\|$`, "m").exec(table)?.[1] ?? "";
}

describe("configurations in the guide", () => {
  it.each(examples)("can be synthesized: line $line", ({ result, files }) => {
    expect(result).toMatchObject({ code: 0 });
    expect(files.has(".tidegate/delivery.json")).toBe(true);
  });

  it("include the smallest one, a larger one, several services and changed workflows", () => {
    expect(examples).toHaveLength(4);
  });

  it("change the workflows as they say", () => {
    const ci = workflowOf("service.workflows", "ci");
    expect(ci).toContain("run: make lint");
    expect(ci).toContain("run: du -sh dist");
    expect(jobsOf(ci)).toContain("spelling");
    expect(workflowOf("service.workflows", "deliver")).toContain("self-hosted");
  });
});

describe("the table of jobs", () => {
  it.each(["ci", "deliver", "promote", "rollback"])("names every job of %s", (workflow) => {
    const jobs = jobsOf(workflowOf('service: "tides"', workflow));
    const names = jobs.map((job) => job.replace(/-(dev|staging|production)(?=-late$|$)/, "-<name>"));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !documentedJobs(workflow).includes(`\`${name}\``))).toEqual([]);
  });
});
