import { describe, expect, it } from "vitest";
import { checkout, render, run, type StepModel, sh } from "../../../src/workflow/index.ts";
import { aJob, file, rendered } from "./small-workflow.ts";

describe("a job may do what its steps need", () => {
  const step = (id: string, permissions: StepModel["options"]["permissions"]) =>
    run(id, sh`x`, permissions ? { permissions } : {});
  const write = (why: string) => ({ level: "write", why }) as const;
  const read = (why: string) => ({ level: "read", why }) as const;

  it.each<[string, readonly StepModel[], object]>([
    ["nothing, when they need nothing", [step("a", undefined)], {}],
    ["read what one reads", [checkout()], { contents: "read" }],
    [
      "write what one reads and another writes",
      [checkout(), step("a", { contents: write("tags") })],
      { contents: "write" },
    ],
    [
      "write what one writes and a later one reads",
      [step("a", { contents: write("tags") }), checkout()],
      { contents: "write" },
    ],
    [
      "all they need together",
      [checkout(), step("a", { packages: read("pulls") })],
      { contents: "read", packages: "read" },
    ],
  ])("%s", (_, steps, permissions) => {
    expect(rendered(aJob("a", steps)).a.permissions).toEqual(permissions);
  });

  it("says behind what is written why, once for each reason", () => {
    const steps = [
      step("a", { contents: write("tags") }),
      step("b", { contents: write("releases") }),
      step("c", { contents: write("tags") }),
    ];
    expect(render(file([aJob("a", steps)]))).toContain("contents: write # tags; releases\n");
  });

  it.each<[what: string, steps: readonly StepModel[], line: string]>([
    ["what is read", [checkout(), step("a", { contents: read("tags") })], "contents: read # checks out; tags\n"],
    ["reading the repository, unexplained", [step("a", { contents: "read" })], "contents: read\n"],
    [
      "writing only, where others read",
      [checkout(), step("a", { contents: write("tags") })],
      "contents: write # tags\n",
    ],
    [
      "writing only, where others read later",
      [step("a", { contents: write("tags") }), checkout()],
      "contents: write # tags\n",
    ],
  ])("says why behind %s", (_, steps, line) => {
    expect(render(file([aJob("a", steps)]))).toContain(line);
  });
});
