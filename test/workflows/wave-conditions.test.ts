import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { holds, interpolate } from "../../src/rehearse/expressions.ts";
import { render } from "../../src/workflow/index.ts";
import { serviceWorkflows } from "../../workflows/service-workflows.ts";
import { environmentOf, pipelineOf } from "./pipeline-fixture.ts";

const regions = ["eu", "us", "ap"] as const;
type Region = (typeof regions)[number];

/** How a region's job may end; the last is a success of GitHub's that is none of the release's. */
const ends = ["success", "failure", "cancelled", "skipped", "baking"] as const;
type End = (typeof ends)[number];
type Ends = Readonly<Record<Region, End>>;

const every: readonly Ends[] = ends.flatMap((eu) => ends.flatMap((us) => ends.map((ap) => ({ eu, us, ap }))));

const region = (name: string, automatic: boolean) =>
  environmentOf(name, { automatic, channel: automatic ? "rc" : "stable", wave: "production" });
const pipelineWith = (automatic: boolean) =>
  pipelineOf({
    environments: [environmentOf("dev"), ...regions.map((name) => region(name, automatic))],
    integration: undefined,
  });

interface Job {
  readonly if: string;
  readonly steps: readonly { readonly id: string; readonly with?: { readonly reason?: string } }[];
}

const workflows = [
  ["promote", "rollout"],
  ["deliver", "deploy"],
] as const;

/** The jobs of a wave, as GitHub would decide about them. */
function wave(name: "promote" | "deliver", verb: "rollout" | "deploy") {
  const { jobs } = parse(render(serviceWorkflows(pipelineWith(name === "deliver"))[name]));
  const job = (id: string): Job => jobs[id];
  const contextsOf = (ended: Ends) => ({
    inputs: { environment: "production" },
    needs: Object.fromEntries(regions.map((one) => [`${verb}-${one}`, jobEnded(ended[one])])),
  });
  return {
    runs: (id: string, ended: Ends, isCancelled = false) => {
      const [, condition = "false"] = /^\$\{\{(.*)\}\}$/s.exec(job(id).if) ?? [];
      const isBad = Object.values(ended).some((end) => end === "failure");
      const status = { success: !isBad && !isCancelled, failure: isBad && !isCancelled, cancelled: isCancelled };
      return holds(condition, contextsOf(ended), status);
    },
    reason: (id: string, ended: Ends) => {
      const text = job(id).steps.find((step) => step.id === "reconcile")?.with?.reason ?? "";
      return interpolate(text, contextsOf(ended));
    },
  };
}

function jobEnded(end: End) {
  if (end === "baking") return { result: "success", outputs: { outcome: "baking" } };
  return { result: end, outputs: { outcome: end === "success" ? "succeeded" : "" } };
}

describe.each(workflows)("of a wave in %s, whatever became of its regions,", (name, verb) => {
  const made = wave(name, verb);

  it.each([
    ["us", "eu"],
    ["ap", "us"],
  ] as const)("%s is begun exactly when %s has succeeded and the run is not cancelled", (next, before) => {
    for (const ended of every) {
      const said = [made.runs(`${verb}-${next}`, ended), made.runs(`${verb}-${next}`, ended, true)];
      expect(said, JSON.stringify(ended)).toEqual([ended[before] === "success", false]);
    }
  });

  it.each(regions)("%s goes back exactly when it was begun and the last has not succeeded", (one) => {
    for (const ended of every) {
      const isMeant = ended[one] !== "skipped" && ended.ap !== "success";
      const said = [made.runs(`rollback-${one}`, ended), made.runs(`rollback-${one}`, ended, true)];
      expect(said, JSON.stringify(ended)).toEqual([isMeant, isMeant]);
    }
  });

  it("the release is named exactly when nothing goes back that was begun, and the last has it", () => {
    for (const ended of every) {
      const isNamed = made.runs("finish-production", ended, true);
      expect(isNamed, JSON.stringify(ended)).toBe(ended.ap === "success");
      const back = regions.filter((one) => made.runs(`rollback-${one}`, ended));
      const begun = regions.filter((one) => ended[one] !== "skipped");
      expect(back, JSON.stringify(ended)).toEqual(isNamed ? [] : begun);
    }
  });

  it.each<[End, End, End, string]>([
    ["failure", "skipped", "skipped", "went back in eu"],
    ["cancelled", "skipped", "skipped", "went back in eu"],
    ["baking", "skipped", "skipped", "went back in eu"],
    ["success", "skipped", "skipped", "stopped after eu"],
    ["success", "failure", "skipped", "went back in us"],
    ["success", "cancelled", "skipped", "went back in us"],
    ["success", "success", "skipped", "stopped after us"],
    ["success", "success", "failure", "went back in ap"],
    ["success", "success", "cancelled", "went back in ap"],
  ])("with %s, %s and %s the teams are told that it %s", (eu, us, ap, words) => {
    for (const one of regions) {
      expect(made.reason(`rollback-${one}`, { eu, us, ap })).toBe(`Wave production ${words}`);
    }
  });
});
