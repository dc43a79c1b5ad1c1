import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  type AnyTrigger,
  type Expression,
  github,
  job,
  render,
  run,
  sh,
  type Triggers,
  trigger,
  validate,
  workflow,
  workflowCall,
  workflowDispatch,
} from "../../../src/workflow/index.ts";
import { type EventShape, type ListShape, snakeCase } from "../../../src/workflow/model/event-fields.ts";
import { eventShapes } from "../../../src/workflow/model/event-payloads.ts";

const here = import.meta.url.split("/").at(-1);

function file(on: Triggers | readonly AnyTrigger[], ...values: readonly Expression[]) {
  const steps = values.map((value, index) => run(`s${index}`, sh`echo ${value}`));
  const jobs = [job("a", { name: "a", timeoutMinutes: 5, steps })];
  return workflow({ file: "x", name: "X", on, concurrency: { group: "x" }, jobs });
}

describe("a trigger", () => {
  const pr = trigger("pull_request", { branches: ["main"] });

  it.each<[string, Triggers | readonly AnyTrigger[]]>([
    ["in a list", [pr]],
    ["under its event", { pull_request: pr }],
    ["beside plain events", { push: {}, pull_request: pr }],
  ])("gives the fields of its payload, %s", (_, on) => {
    const { jobs, on: events } = parse(render(file(on, pr.event.pullRequest.head.ref, pr.event.number)));
    expect(events.pull_request).toEqual({ branches: ["main"] });
    expect(jobs.a.steps.map(({ env }: { env: object }) => env)).toEqual([
      { PULL_REQUEST_HEAD_REF: "${{ github.event.pull_request.head.ref }}" },
      { NUMBER: "${{ github.event.number }}" },
    ]);
  });

  it("gives a field of each item of a list, and fields it does not name", () => {
    const { jobs } = parse(
      render(file([pr], pr.event.pullRequest.labels.name, pr.field("pull_request", "auto_merge"))),
    );
    expect(jobs.a.steps[0].env).toEqual({ PULL_REQUEST_LABELS_NAME: "${{ github.event.pull_request.labels.*.name }}" });
    expect(jobs.a.steps[1].env).toEqual({ PULL_REQUEST_AUTO_MERGE: "${{ github.event.pull_request.auto_merge }}" });
  });

  it.each<[string, Triggers | readonly AnyTrigger[]]>([
    ["has another event", { push: {} }],
    ["has the event, but another trigger of it", [trigger("pull_request")]],
    ["has the event, but no trigger", { pull_request: {} }],
  ])("cannot be read in a workflow that %s", async (_, on) => {
    const [problem, ...others] = await validate(file(on, pr.event.pullRequest.title));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: "dangling-reference", place: "jobs.a.steps.s0" });
    expect(problem?.message).toMatch(
      /"pull_request.title" belongs to the trigger pull_request, which is not under `on` of x.yml/,
    );
    expect(problem?.source?.file).toMatch(new RegExp(`${here}$`));
  });

  it("may stand under `on` once", async () => {
    expect(await validate(file([pr, trigger("pull_request")]))).toMatchObject([{ rule: "duplicate-trigger" }]);
  });
});

describe("a field of a payload that is read by its path", () => {
  it.each<[string, Triggers | readonly AnyTrigger[], Expression, readonly string[]]>([
    ["an event that has it", { pull_request: {} }, github.event("pull_request", "title"), []],
    ["no event that has it", { push: {} }, github.event("pull_request", "title"), ["event-payload"]],
    ["only a form", { workflow_dispatch: workflowDispatch({}) }, github.event("issue", "title"), ["event-payload"]],
    ["a caller, whose event it is", [workflowCall()], github.event("pull_request", "title"), []],
    ["an event, by a name we do not know", { push: {} }, github.event("something", "else"), []],
  ])("is %s", async (_, on, value, rules) => {
    const problems = await validate(file(on, value), { rules: [] });
    const own = problems.filter(({ rule }) => rule !== "github");
    expect(own.map(({ rule }) => rule)).toEqual(rules);
  });
});

interface Parameter {
  readonly name: string;
  readonly childParamsGroups?: readonly (Parameter | number)[];
}

/** What GitHub's language service knows of payloads: lists share their parameters by number. */
function readPayloads() {
  const folder = new URL(
    "../../../node_modules/@actions/languageservice/dist/context-providers/events/",
    import.meta.url,
  );
  const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.min.json`, folder), "utf8"));
  const objects: readonly Parameter[] = read("objects");
  const webhooks: Readonly<
    Record<string, Readonly<Record<string, { readonly bodyParameters: readonly (Parameter | number)[] }>>>
  > = read("webhooks");
  const full = (parameter: Parameter | number) => (typeof parameter === "number" ? objects[parameter] : parameter);
  return { webhooks, full };
}

function pathsOf(shape: EventShape, path: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(shape).flatMap(([name, field]) => {
    const here = [...path, snakeCase(name)];
    if (typeof field === "string") {
      return [here];
    }
    const inner = field.kind === "list" ? (field as ListShape).item : (field as EventShape);
    return pathsOf(inner, here);
  });
}

describe("the payloads", () => {
  const { webhooks, full } = readPayloads();
  const has = (parameters: readonly (Parameter | number)[], [name, ...rest]: readonly string[]): boolean =>
    parameters
      .map(full)
      .filter((parameter) => parameter?.name === name)
      .some((parameter) => rest.length === 0 || has(parameter?.childParamsGroups ?? [], rest));

  it.each(Object.entries(eventShapes).filter(([name]) => name in webhooks))(
    "of %s have the fields that GitHub's language service knows",
    (name, shape) => {
      const activities = Object.values(webhooks[name] ?? {});
      const unknown = pathsOf(shape).filter(
        (path) => !activities.some(({ bodyParameters }) => has(bodyParameters, path)),
      );
      expect(unknown.map((path) => path.join("."))).toEqual([]);
    },
  );

  it("are held against all events but three, which its list lacks", () => {
    expect(Object.keys(eventShapes).filter((name) => !(name in webhooks))).toEqual([
      "image_version",
      "merge_group",
      "schedule",
    ]);
  });
});
