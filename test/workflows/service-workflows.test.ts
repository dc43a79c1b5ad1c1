import { describe, expect, it } from "vitest";
import { validate } from "../../src/workflow/check/validate.ts";
import type { Pipeline } from "../../workflows/pipeline.ts";
import { serviceWorkflows } from "../../workflows/service-workflows.ts";
import { environmentOf, pipelineOf } from "./pipeline-fixture.ts";
import { automaticRegions, folder, type JobYaml, names, textOf, threeRegions, yamlOf } from "./workflow-yaml.ts";

const variants: readonly [string, Partial<Pipeline>][] = [
  ["the usual", {}],
  ["in a folder", folder],
  ["one automatic environment", { environments: [environmentOf("dev")] }],
  [
    "one environment for people",
    { environments: [environmentOf("prod", { automatic: false, channel: "stable" })], integration: undefined },
  ],
  [
    "environments named like jobs",
    {
      environments: ["image", "version", "notice", "integration"].map((name) => environmentOf(name)),
      integration: undefined,
    },
  ],
  [
    "environments and a wave named like jobs of others",
    {
      environments: [
        ...["staging", "finish-staging", "staging-late", "late-staging"].map((name) =>
          environmentOf(name, { channel: "rc" }),
        ),
        ...automaticRegions.map((region) => ({ ...region, automatic: false, wave: "late" })),
      ],
      integration: undefined,
    },
  ],
  ["a wave for people", { environments: threeRegions }],
  ["a wave on each push", { environments: automaticRegions, integration: undefined }],
  ["no channels, no attestations, no tests", { channelSecrets: [], attestations: false, integration: undefined }],
  [
    "a registry of its own",
    {
      image: {
        ...pipelineOf().image,
        name: "quay.io/a/b",
        registry: "quay.io",
        login: { username: "U", password: "P" },
      },
    },
  ],
  [
    "commands",
    { toolchain: { kind: "commands", setup: undefined, lint: "make lint", test: "make\nmake test", report: "r" } },
  ],
];

describe.each(variants)("with %s", (_, changes) => {
  const pipeline = pipelineOf(changes);

  it.each(names)("%s is accepted by GitHub's parser and our rules", async (name) => {
    const problems = await validate(serviceWorkflows(pipeline)[name]);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each(names)("%s pins every foreign action to a commit and says its version", (name) => {
    const uses = [...textOf(name, pipeline).matchAll(/uses: (.*)$/gm)].map(([, used = ""]) => used);
    const foreign = uses.filter((used) => !used.startsWith("./.github/actions/tidegate/"));
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter((used) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
  });

  it.each(names)("%s puts no expression into a script and leaves no credentials behind", (name) => {
    const jobs = Object.values<JobYaml>(yamlOf(name, pipeline).jobs);
    const steps = jobs.flatMap((job) => job.steps);
    expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
    const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  it.each(names)("%s says at each of our actions why it is ./, in zizmor's words", (name) => {
    const local = textOf(name, pipeline).match(/uses: \.\/.*$/gm) ?? [];
    expect(local.length).toBeGreaterThan(0);
    for (const line of local) {
      expect(line).toMatch(/^uses: \S+ # zizmor: ignore\[self-repository\] GitHub Enterprise Server has no \$\/$/);
    }
  });

  it.each(names)("%s says why behind everything a token may do, but for reading the repository", (name) => {
    const granted = textOf(name, pipeline).match(/^ +[a-z-]+: (?:read|write)\b.*$/gm) ?? [];
    expect(granted.length).toBeGreaterThan(0);
    expect(granted.filter((line) => !/ # \w/.test(line) && !line.endsWith(" contents: read"))).toEqual([]);
  });

  it.each(["deliver", "promote", "rollback", "control", "watchdog"] as const)(
    "%s restores nothing from a cache",
    (name) => {
      const text = textOf(name, pipeline);
      expect(text).not.toMatch(/actions\/cache|cache-from|cache-to|package-manager-cache: true/);
    },
  );

  it("gives the same text twice", () => {
    expect(names.map((name) => textOf(name, pipeline))).toEqual(names.map((name) => textOf(name, pipeline)));
  });

  it("has no group in which a job could wait for its own workflow", () => {
    for (const name of names) {
      const { concurrency, jobs } = yamlOf(name, pipeline);
      const groups = Object.values<JobYaml>(jobs).map((job) => job.concurrency?.group);
      expect(groups).not.toContain(concurrency.group);
    }
  });
});

describe("secrets", () => {
  it("reach only steps that tell the team, in jobs with an environment", () => {
    for (const name of names) {
      for (const job of Object.values<JobYaml>(yamlOf(name).jobs)) {
        const told = job.steps.filter((step) => JSON.stringify(step).includes("secrets."));
        expect(told.every(({ id }) => ["rollout", "reconcile", "control", "notice"].includes(id))).toBe(true);
        expect(told.length === 0 || job.environment !== undefined).toBe(true);
      }
    }
  });

  it("are in no file when there are no channels", () => {
    const pipeline = pipelineOf({ channelSecrets: [] });
    for (const name of names) {
      expect(textOf(name, pipeline)).not.toContain("secrets.");
    }
  });
});
