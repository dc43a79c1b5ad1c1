import { describe, expect, it } from "vitest";
import { makeMask } from "../../src/rehearse/mask.ts";
import { parseWorkflowCommand, toVisibleLine } from "../../src/rehearse/workflow-command.ts";

describe("workflow commands", () => {
  it.each([
    ["::add-mask::s3cret", { name: "add-mask", value: "s3cret" }],
    ["::error file=a.ts,line=1::it broke%0Atwice", { name: "error", value: "it broke\ntwice" }],
    ["::error title=a: b::text", { name: "error", value: "text" }],
    ["plain text", undefined],
    ["a::error::b", undefined],
  ])("%s is read as %j", (line, command) => {
    expect(parseWorkflowCommand(line)).toEqual(command);
  });

  it.each([
    ["plain", "plain"],
    ["::warning::careful", "warning: careful"],
    ["::add-mask::s3cret", undefined],
    ["::endgroup::", undefined],
  ])("%s is shown as %s", (line, visible) => {
    expect(toVisibleLine(line)).toBe(visible);
  });
});

describe("the mask", () => {
  it("hides secrets known before and found on the way, and nothing when there are none", () => {
    const mask = makeMask(["token-1", ""]);
    mask.add("found-2");
    expect(mask.hide("token-1 and found-2")).toBe("*** and ***");
    expect(makeMask([""]).hide("text")).toBe("text");
  });

  it("hides each line of a secret of several lines", () => {
    expect(makeMask(["first\nsecond\n"]).hide("it is second")).toBe("it is ***");
  });

  it("leaves nothing of a secret that begins with another", () => {
    expect(makeMask(["abc", "abcdef"]).hide("abcdef abc")).toBe("*** ***");
  });
});
