import { describe, expect, it } from "vitest";
import * as layer from "../../../src/workflow/index.ts";
import type { Untyped } from "./untyped.ts";

const { eq, github, sh, text } = layer;

describe("what the compiler would refuse, written in JavaScript,", () => {
  it.each<[what: string, write: (any: Readonly<Record<string, Untyped>>) => unknown, message: RegExp]>([
    ["a map in a script", () => sh`x ${{ a: 1 } as never}`, /A value of a script is \{"a":1\}\. Write an expression/],
    ["a list in a script", () => sh`x ${["a"] as never}`, /A value of a script is \["a"\]/],
    ["sh without a template", (any) => any.sh?.("npm test"), /What sh is given is "npm test"\. Write a template: sh`/],
    ["a map in a text", () => text`x${{ a: 1 } as never}`, /The value after "x" is \{"a":1\}/],
    ["text without a template", (any) => any.text?.("x"), /What text is given is "x"/],
    ["text to not()", (any) => any.not?.("a"), /What not\(…\) takes is "a"\. Write an expression/],
    ["nothing to not()", (any) => any.not?.(), /What not\(…\) takes is undefined/],
    ["nothing to compare", (any) => any.eq?.(undefined, "a"), /A value of an expression is undefined/],
    ["text to and()", (any) => any.and?.("a"), /What and\(…\) takes is "a"/],
    ["no condition", (any) => any.or?.(), /What or\(…\) takes is undefined\. Write one condition at least/],
    ["a plain list to contains()", (any) => any.contains?.(["a"], github.ref), /What contains\(…\) takes is \["a"\]/],
    ["text to oneOf()", (any) => any.oneOf?.(github.ref, "a"), /second argument of oneOf\(…\) is "a"/],
    [
      "cases one after the other",
      (any) => any.choose?.(eq(github.ref, "a"), "b", "c"),
      /first argument of choose\(…\).*\[\[condition, value\]/,
    ],
    [
      "one case that is no pair in a list",
      (any) => any.choose?.([eq(github.ref, "a"), "b"], "c"),
      /first argument of choose/,
    ],
    ["text to fromJson()", (any) => any.fromJson?.("[1]"), /What fromJson\(…\) takes is "\[1\]"/],
    ["nothing to property()", (any) => any.property?.(undefined, "a"), /What property\(…\) takes is undefined/],
    ["no key", (any) => any.property?.(github.ref), /The key of property\(…\) is undefined/],
    ["nothing to orElse()", (any) => any.orElse?.(undefined, "a"), /What orElse\(…\) takes is undefined/],
    ["text to lines()", (any) => any.lines?.("a"), /What lines\(…\) takes is "a"/],
    ["a number to script()", (any) => any.script?.(1), /What script\(…\) takes is 1/],
    ["a job by its name", (any) => any.succeeded?.("a"), /What succeeded\(…\) takes is "a"/],
    ["no matrix", (any) => any.matrix?.(), /What matrix\(…\) is given is undefined/],
    ["a raw expression without a reason", (any) => any.rawExpression?.("github.ref"), /needs a reason/],
    [
      "an event that there is not",
      (any) => any.trigger?.("psuh"),
      /The event of trigger\(…\) is "psuh"\. Write trigger\("push"\)/,
    ],
    [
      "an event under a name that every object has",
      (any) => any.trigger?.("toString"),
      /The event of trigger\(…\) is "toString"\. Write one that GitHub has/,
    ],
    ["an event that is no text", (any) => any.trigger?.(Symbol("x")), /The event of trigger\(…\) is Symbol\(x\)/],
    ["a map that is no JSON", (any) => any.not?.({ toJSON() {} }), /What not\(…\) takes is \[object Object\]\./],
    ["a map that is no text either", (any) => any.not?.({ toJSON() {}, __proto__: null }), /takes is an object\./],
    ["a map whose JSON is none", (any) => any.not?.({ toJSON: () => Symbol("x") }), /takes is \[object Object\]\./],
    ["a map with a number without JSON", (any) => any.not?.({ a: 1n }), /What not\(…\) takes is \[object Object\]\./],
    [
      "a map that throws when it is asked",
      (any) =>
        any.not?.({
          get a() {
            throw new TypeError("no");
          },
        }),
      /takes is \[object Object\]\./,
    ],
    ["a function", (any) => any.not?.(() => 1), /What not\(…\) takes is \(\) => 1\./],
    [
      "an input that is text",
      (any) => any.workflowDispatch?.({ a: "string" }),
      /"a" of workflowDispatch\(…\) is "string"/,
    ],
    ["null to workflowCall()", (any) => any.workflowCall?.(null), /What workflowCall\(…\) is given is null/],
    ["null as options", (any) => any.run?.("a", sh`x`, null), /What step "a" is given is null/],
    ["outputs that are text", (any) => any.run?.("a", sh`x`, { outputs: "b" }), /`outputs` of step "a" is "b"/],
    ["ignores that are text", (any) => any.run?.("a", sh`x`, { ignores: "b" }), /`ignores` of step "a" is "b"/],
    ["a call of nothing", (any) => any.call?.("a", undefined, { name: "A" }), /What job "a" calls is undefined/],
    ["a call of a path", (any) => any.call?.("a", "./x.yml", { name: "A" }), /What job "a" calls is "\.\/x\.yml"/],
    ["no workflow", (any) => any.workflow?.(), /What workflow\(…\) is given is undefined/],
    [
      "a reusable workflow without call",
      (any) => any.reusableWorkflow?.({ file: "a", jobs: [] }),
      /`call` of workflow "a" is undefined/,
    ],
    ["an action without its name", (any) => any.pinnedAction?.({}), /`uses` of pinnedAction\(…\) is undefined/],
    [
      "an action without its place",
      (any) => any.localAction?.({ name: "a" }),
      /`path` of localAction\(…\) is undefined/,
    ],
    ["nothing to localWorkflow()", (any) => any.localWorkflow?.(), /What localWorkflow\(…\) is given is undefined/],
    [
      "an action without steps",
      (any) => any.compositeAction?.({ path: "./a", name: "A" }),
      /`define` of the action "A" is undefined/,
    ],
    ["text to render()", (any) => any.render?.("a"), /What render\(…\) takes is "a"/],
  ])("is one error of ours at its line, not one of our inside: %s", (_, write, message) => {
    const any = layer as unknown as Readonly<Record<string, Untyped>>;
    expect(() => write(any)).toThrow(layer.WorkflowDefinitionError);
    expect(() => write(any)).toThrow(message);
    expect(() => write(any)).toThrow(/javascript-arguments\.test\.ts:\d+\)$/);
  });
});
