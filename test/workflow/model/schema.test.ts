import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkWithGitHub } from "../../../src/workflow/check/github-parser.ts";
import { knownActions } from "../../../src/workflow/check/known-actions.ts";
import { render, renderAction } from "../../../src/workflow/index.ts";
import { availability } from "../../../src/workflow/render/availability.ts";
import { actionSample, schemaSamples } from "./schema-samples.ts";
import { pathsUsed, readSchema, schemaPaths } from "./schema-walk.ts";

const workflowSchema = readSchema("workflow");
const actionSchema = readSchema("action");

type Exceptions = readonly (readonly [paths: RegExp, why: string])[];

/** What GitHub's schema has and the model does not write, with the reason. */
const unwritten: Exceptions = [
  [/^[a-z-]+-string=/, "an event as a bare text, which the model writes as a map"],
  [/^on-mapping-strict\.pull_request_target$/, "gives a stranger's code the repository's token"],
  [/^pull-request-target-/, "gives a stranger's code the repository's token"],
  [/^on-mapping-strict\.pull_request_comment$/, "GitHub has no such event; comments come as issue_comment"],
  [/^on-mapping-strict\.project/, "classic projects are gone since 2024"],
  [/^project-/, "classic projects are gone since 2024"],
  [/^permission-level-no-access=none/, "what is not granted is not there"],
  [/^permission-level-shorthand-/, "each right is named, with its reason"],
  [/^job-factory\.cancel-timeout-minutes/, "in no documentation"],
  [/^run-step\.background/, "actionlint refuses it, and no linter follows what it reads"],
  [/^regular-step\.background/, "actionlint refuses it, and no linter follows what it reads"],
  [/^wait-step\./, "needs background steps"],
  [/^wait-all-step\./, "needs background steps"],
  [/^cancel-step\./, "needs background steps"],
  [/^parallel-step\./, "actionlint refuses it, and no linter follows what it reads"],
];

const unwrittenInActions: Exceptions = [
  [/^container-runs-strict\./, "only composite actions are modelled; others are made of code"],
  [/^node-runs-strict\./, "only composite actions are modelled; others are made of code"],
  [/^using=/, "only composite actions are modelled; others are made of code"],
  [/^branding-icon=/, "icons are names that only the marketplace checks"],
  [/^branding-color=/, "colours are checked by types"],
];

const isExcepted = (path: string, exceptions: Exceptions) => exceptions.some(([paths]) => paths.test(path));

function lacking(all: ReadonlySet<string>, used: ReadonlySet<string>, exceptions: Exceptions): readonly string[] {
  return [...all].filter((path) => !used.has(path) && !isExcepted(path, exceptions));
}

/** Exceptions that are none any more: what they excuse is written, or is not in the schema. */
function stale(all: ReadonlySet<string>, used: ReadonlySet<string>, exceptions: Exceptions): readonly string[] {
  return exceptions
    .filter(([paths]) => ![...all].some((path) => paths.test(path) && !used.has(path)))
    .map(([paths]) => String(paths));
}

describe("everything in GitHub's schema of a workflow", () => {
  const contents = schemaSamples().map((sample) => parse(render(sample)));
  const all = schemaPaths(workflowSchema, "workflow-root-strict");
  const used = new Set(contents.flatMap((content) => [...pathsUsed(workflowSchema, "workflow-root-strict", content)]));

  it("is written by the model, apart from what is excepted with a reason", () => {
    expect(all.size).toBeGreaterThan(300);
    expect(lacking(all, used, unwritten)).toEqual([]);
  });

  it("has every exception, and none that is written after all", () => {
    expect(stale(all, used, unwritten)).toEqual([]);
  });

  it("is missed as soon as one sample is missing", () => {
    const fewer = new Set(
      contents.slice(1).flatMap((content) => [...pathsUsed(workflowSchema, "workflow-root-strict", content)]),
    );
    expect(lacking(all, fewer, unwritten)).toContain("concurrency-queue=single");
  });

  it.each(schemaSamples().map((sample) => [sample.file, sample] as const))(
    "is written so that GitHub finds nothing wrong with it: %s",
    async (_, sample) => {
      expect(await checkWithGitHub(render(sample), "workflow", knownActions())).toEqual([]);
    },
  );

  it("is known with its contexts: what each place may read is what GitHub says", () => {
    const own = Object.entries(availability).map(([slot, names]) => [slot, [...names].sort()]);
    const theirs = Object.keys(availability).map((slot) => {
      const [schema, name] = slot.startsWith("action/")
        ? [actionSchema, slot.slice("action/".length)]
        : [workflowSchema, slot];
      expect(schema.definitions, slot).toHaveProperty(name);
      return [slot, (schema.definitions[name]?.context ?? []).map((entry) => entry.replace(/\(.*/, "")).sort()];
    });
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(theirs));
  });
});

describe("everything in GitHub's schema of an action", () => {
  const content = parse(renderAction(actionSample()));
  const all = schemaPaths(actionSchema, "action-root-strict");
  const used = new Set(pathsUsed(actionSchema, "action-root-strict", content));

  it("is written by the model, apart from what is excepted with a reason", () => {
    expect(all.size).toBeGreaterThan(40);
    expect(lacking(all, used, unwrittenInActions)).toEqual([]);
  });

  it("has every exception, and none that is written after all", () => {
    expect(stale(all, used, unwrittenInActions)).toEqual([]);
  });

  it("is written so that GitHub finds nothing wrong with it", async () => {
    expect(await checkWithGitHub(renderAction(actionSample()), "action", knownActions())).toEqual([]);
  });
});
