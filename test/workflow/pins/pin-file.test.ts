import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { generateActions } from "../../../src/workflow/pins/generate-actions.ts";
import type { Pin } from "../../../src/workflow/pins/pin.ts";
import { formatPinFile, parsePinFile } from "../../../src/workflow/pins/pin-file-text.ts";
import { writePins } from "../../../src/workflow/pins/pin-store.ts";

const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const pin = (changes: Partial<Pin> = {}): Pin => ({
  action: "acme/greet",
  version: "v1.2.3",
  sha,
  using: "node24",
  inputs: [{ name: "who", required: true }],
  outputs: ["greeting"],
  ...changes,
});
const file = (...pins: readonly unknown[]) => JSON.stringify({ schema: 1, pins });
const hostile = "*/evil();/*/v9.0.0";
/** Where a version can stand in a pin. */
const versionFields = [
  ["version", { version: hostile }],
  ["inputsFrom", { inputsFrom: hostile }],
  ["raisedFrom.version", { raisedFrom: { version: hostile, sha } }],
] as const;
const options = { from: "pins.json", command: "x", actionModule: "w", workflowModule: "w" } as const;

describe("a pin file", () => {
  it("gives back what was written", () => {
    const pins = [pin(), pin({ action: "acme/other", bump: true, nested: ["a/b@v1"] })];
    expect(parsePinFile(formatPinFile(pins))).toEqual(pins);
  });

  it("is the same text whatever the order of pins and keys", () => {
    const { action, ...rest } = pin();
    const other = pin({ action: "Acme/another" });
    expect(formatPinFile([{ ...rest, action }, other])).toBe(formatPinFile([other, pin()]));
  });

  it.each([
    [
      "39 digits",
      sha.slice(1),
      /has 39 digits; write the full commit, 40 hexadecimal digits, not a tag or a short form/,
    ],
    ["41 digits", `${sha}0`, /has 41 digits/],
    ["a tag", "v1.2.3", /is no commit/],
    ["a commit in upper case", sha.toUpperCase(), /in lower case/],
    ["nothing", "", /has 0 digits/],
  ])("with %s for a commit is refused by name", (_, wrong, message) => {
    const parse = () => parsePinFile(file(pin(), pin({ action: "acme/other", sha: wrong })));
    expect(parse).toThrow(/^\.tidegate\/pins\.json has a problem:\n- pins\[1\] \(acme\/other\)\.sha: /);
    expect(parse).toThrow(message);
  });

  it.each([
    ["is not JSON", "{", /it is not JSON/],
    ["is of a newer schema", '{"schema":2,"pins":[]}', /schema: /],
    ["pins an action twice", file(pin(), pin({ action: "Acme/Greet" })), /acme\/greet is pinned twice/],
    ["has no name", file(pin({ action: "checkout" })), /"checkout" names no action; write owner\/name/],
    ["has a key nobody knows", file({ ...pin(), shaa: sha }), /has "shaa", which nothing reads/],
  ])("that %s is refused", (_, text, message) => {
    expect(() => parsePinFile(text)).toThrow(message);
  });

  it.each(versionFields)("with code for its %s is refused by name", (field, changes) => {
    expect(() => parsePinFile(file(pin(changes)))).toThrow(`pins[0] (acme/greet).${field}: "${hostile}" is no tag`);
  });

  it.each(versionFields)("is not written, nor its module, with code for a %s", (_, changes) => {
    const root = mkdtempSync(join(tmpdir(), "tidegate-pins-"));
    onTestFinished(() => rmSync(root, { recursive: true }));
    expect(() => writePins(root, [pin(changes)])).toThrow(/is no tag/);
    expect(existsSync(join(root, ".tidegate"))).toBe(false);
    expect(writePins(root, [pin()])).toHaveLength(2);
  });

  it.each<[what: string, text: string, told: string]>([
    ["a list", "[]", "the file: is a list; write a map: {…} (line 1)"],
    ["without pins", '{"schema": 1}', "pins: is missing; write a list: […] (line 1)"],
    ["with pins that are none", '{\n"schema": 1,\n"pins": {}\n}', "pins: is a map; write a list: […] (line 3)"],
    ["of another schema", '{\n"schema": 2,\n"pins": []\n}', "schema: is 2; write 1 (line 2)"],
    [
      "with an input's name that is none",
      file(pin({ inputs: [{ name: 3, required: "no" }] as never })),
      'pins[0] (acme/greet).inputs[0].name: is 3; write text in quotes: "…" (line 1)',
    ],
    [
      "with another's key",
      file({ ...pin(), shaa: "x" }),
      'pins[0] (acme/greet): has "shaa", which nothing reads; correct the name, or take it away (line 1)',
    ],
    [
      "with a day that is none",
      file(pin({ readOn: "yesterday" })),
      'pins[0] (acme/greet).readOn: is "yesterday"; write a day: 2026-01-31 (line 1)',
    ],
    [
      "with an empty output",
      file(pin({ outputs: [""] })),
      'pins[0] (acme/greet).outputs[0]: is ""; write text that is not empty (line 1)',
    ],
    [
      "without a version",
      file({ ...pin(), version: undefined }),
      "pins[0] (acme/greet).version: is missing; write text",
    ],
    [
      "with a default that is a list",
      file(pin({ inputs: [{ name: "a", required: true, default: [] }] as never })),
      ".default: is a list; write one of",
    ],
  ])("%s is refused in words of ours, with what was seen and the line", (_, text, told) => {
    expect(() => parsePinFile(text)).toThrow(told);
    expect(() => parsePinFile(text)).not.toThrow(/Invalid|expected|Unrecognized|Too /);
  });

  it("is refused with all its problems at once", () => {
    expect(() => parsePinFile(file(pin({ sha: "a" }), pin({ action: "b", version: "" })))).toThrow(/has 3 problems:/);
  });
});

describe("the module of a pin file", () => {
  it("has a typed value for each action and each reusable workflow", () => {
    const workflow = pin({
      action: "acme/shared/.github/workflows/build.yml",
      using: "workflow",
      inputs: [
        { name: "node-version", required: true, type: "string" },
        { name: "fast", required: false, type: "boolean" },
      ],
      secrets: [{ name: "token", required: true }],
      outputs: ["digest"],
    });
    expect(generateActions([pin(), workflow], options)).toBe(`\
// Generated from pins.json by x. Do not edit: change the pins, then run it again.
import { input, pinnedAction, remoteWorkflow } from "w";

/** The actions in the pin file, each at its commit, with its inputs and outputs. */
export const actions = {
  /** acme/greet v1.2.3 */
  acmeGreet: pinnedAction({
    uses: "acme/greet", version: "v1.2.3", sha: "${sha}",
    inputs: ["who"],
    required: ["who"],
    outputs: ["greeting"],
  }),
} as const;

/** The reusable workflows in the pin file, each at its commit, with what it is called with. */
export const workflows = {
  /** acme/shared/.github/workflows/build.yml v1.2.3 */
  acmeSharedBuild: remoteWorkflow({
    uses: "acme/shared/.github/workflows/build.yml", version: "v1.2.3", sha: "${sha}",
    inputs: { "node-version": input.string({ description: "", required: true }), fast: input.boolean({ description: "" }) },
    secrets: { token: { required: true } },
    outputs: ["digest"],
  }),
} as const;
`);
  });

  it("is a module that JavaScript can read, whatever an action is called", () => {
    const names = ["1password/load-secrets-action", "3-d/2", "acme/--proto--", "a/class", "_/-"];
    const shared = "1st/shared/.github/workflows/2.yml";
    const pins = [...names, shared].map((action) => pin({ action, inputs: [] }));
    const text = generateActions(pins, { ...options, isJavaScript: true }).replaceAll("export const", "const");
    const run = new Function(
      "pinnedAction",
      "remoteWorkflow",
      `${text.replace(/^import .*$/m, "")}
      return [...Object.values(actions), ...Object.values(workflows)].map(({ uses }) => uses);`,
    );
    expect(run(...Array(2).fill((given: unknown) => given))).toEqual([...names, shared]);
  });

  it("keeps an input called __proto__", () => {
    const inputs = [{ name: "__proto__", required: false }];
    const text = generateActions([pin({ action: "acme/a/.github/workflows/b.yml", inputs })], options);
    expect(text).toContain('inputs: { ["__proto__"]: input.string(');
  });

  it("keeps a remark in its remark, whatever it says", () => {
    const text = generateActions([pin({ inputsFrom: "*/evil();/*" })], options);
    expect(text.match(/\*\//g)).toHaveLength(2);
  });

  it.each([
    ["two would have one name", [pin(), pin({ action: "acme/greet-action" })], /would both be called acmeGreet/],
    ["one was revoked", [pin({ revoked: "it mines coins" })], /acme\/greet v1\.2\.3 must not be used: it mines coins/],
  ])("is not made when %s", (_, pins, message) => {
    expect(() => generateActions(pins, options)).toThrow(message);
  });
});
