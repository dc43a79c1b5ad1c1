import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LocalClone } from "../../../src/workflow/pins/local-clone.ts";
import { addPin, updatePin } from "../../../src/workflow/pins/resolve-pin.ts";

const actionYml = (input: string) => `name: Greet
inputs:
  ${input}: { description: whom, required: true }
  loud: { description: how, default: false }
outputs:
  greeting: { description: what }
runs:
  using: node24
  main: index.js
`;
const composite = `name: Both
inputs: {}
runs:
  using: composite
  steps:
    - uses: actions/checkout@v7
    - uses: acme/other@${"a".repeat(40)}
    - uses: ./local
    - run: echo hello
      shell: bash
`;
const callable = `on:
  workflow_call:
    inputs:
      version: { type: string, required: true }
    secrets:
      token: { required: true }
    outputs:
      digest: { value: x }
jobs:
  a: { runs-on: ubuntu-24.04, steps: [{ uses: "actions/checkout@v7" }] }
`;
const now = new Date("2026-11-21T12:00:00Z");

describe("pins from a clone", () => {
  let folder: string;
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" }).trim();
  /** Commits files and tags the commit, as if on that day. */
  function release(tag: string, day: string, files: Readonly<Record<string, string>>, annotated = true): string {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const dates = { GIT_AUTHOR_DATE: `${day}T00:00:00Z`, GIT_COMMITTER_DATE: `${day}T00:00:00Z` };
    const env = { ...process.env, ...dates };
    execFileSync("git", ["-C", folder, "add", "."], { env });
    execFileSync("git", ["-C", folder, "commit", "-q", "--allow-empty", "-m", tag], { env });
    execFileSync("git", ["-C", folder, "tag", "-f", ...(annotated ? ["-a", "-m", tag] : []), tag], { env });
    return git("rev-parse", "HEAD");
  }
  const options = () => ({ source: new LocalClone(folder), now });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "clone-"));
    git("init", "-q", ".");
    git("config", "user.name", "Somebody");
    git("config", "user.email", "somebody@example.com");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["an annotated tag, by the commit it stands on", true],
    ["a plain tag", false],
  ])("are made from %s", async (_, annotated) => {
    const sha = release("v1.2.3", "2026-01-02", { "action.yml": actionYml("who") }, annotated);
    expect(await addPin("acme/greet@v1.2.3", undefined, options())).toEqual({
      action: "acme/greet",
      version: "v1.2.3",
      sha,
      releasedOn: "2026-01-02",
      readOn: "2026-11-21",
      using: "node24",
      inputs: [
        { name: "who", required: true },
        { name: "loud", required: false, default: false },
      ],
      outputs: ["greeting"],
    });
  });

  it("are of the newest release of the line that is asked for, as it was then", async () => {
    release("v1.0.0", "2026-01-01", { "action.yml": actionYml("old") });
    const sha = release("v1.1.0", "2026-01-02", { "action.yml": actionYml("new") });
    git("tag", "-f", "v1");
    release("v2.0.0", "2026-01-03", { "action.yml": actionYml("newest") });
    const pin = await addPin("acme/greet@v1", undefined, options());
    expect(pin).toMatchObject({ version: "v1.1.0", sha, inputs: [{ name: "new" }, { name: "loud" }] });
  });

  it("name what a composite action in a folder uses itself", async () => {
    release("v1.0.0", "2026-01-01", { "both/action.yaml": composite });
    const pin = await addPin("acme/greet/both@v1.0.0", undefined, options());
    expect(pin).toMatchObject({ using: "composite", nested: ["actions/checkout@v7", `acme/other@${"a".repeat(40)}`] });
  });

  it("know what a reusable workflow is called with", async () => {
    release("v1.0.0", "2026-01-01", { ".github/workflows/build.yml": callable });
    expect(await addPin("acme/greet/.github/workflows/build.yml@v1", undefined, options())).toMatchObject({
      using: "workflow",
      inputs: [{ name: "version", required: true, type: "string" }],
      secrets: [{ name: "token", required: true }],
      outputs: ["digest"],
      nested: ["actions/checkout@v7"],
    });
  });

  it.each([
    ["is not there", "acme/greet@v9", /has no version v9 in the clone in .*It has: v1\.0\.0/],
    [
      "is not an action",
      "acme/greet/nowhere@v1",
      /has no nowhere\/action\.yml or nowhere\/action\.yaml at [0-9a-f]{40}/,
    ],
    ["has no name", "checkout@v1", /names no action/],
    ["is a commit", `acme/greet@${"a".repeat(40)}`, /names a commit\. Name its version/],
  ])("are refused when what is asked for %s", async (_, request, message) => {
    release("v1.0.0", "2026-01-01", { "action.yml": actionYml("who") });
    await expect(addPin(request, undefined, options())).rejects.toThrow(message);
  });

  it("are refused when the tag moved since it was pinned, and both commits are named", async () => {
    const first = release("v1.0.0", "2026-01-01", { "action.yml": actionYml("who") });
    const pin = await addPin("acme/greet@v1", undefined, options());
    const second = release("v1.0.0", "2026-01-02", { "action.yml": actionYml("whom") });
    release("v1.1.0", "2026-01-03", { "action.yml": actionYml("whom") });
    const message = new RegExp(
      `v1.0.0 is pinned at ${first}, but now it is ${second}. A released tag does not move.* tidegate pins add acme/greet@<version>`,
    );
    await expect(addPin("acme/greet@v1.0.0", pin, options())).rejects.toThrow(message);
    await expect(updatePin(pin, { ...options(), cooldownDays: 7 })).rejects.toThrow(message);
    await expect(addPin("acme/greet@v1.1.0", pin, options())).resolves.toMatchObject({ version: "v1.1.0" });
  });

  it.each([
    [7, "2026-11-14", "v1.2.0", []],
    [8, "2026-11-14", "v1.1.0", ["v1.2.0, 7 days old"]],
    [0, "2026-11-21", "v1.2.0", []],
    [400, "2026-11-21", "v1.0.0", ["v1.2.0, 0 days old", "v1.1.0, 323 days old"]],
  ])(
    "are moved to the newest release of at least %i days: from %s it is %s",
    async (cooldownDays, day, version, waiting) => {
      release("v1.0.0", "2026-01-01", { "action.yml": actionYml("who") });
      const pin = await addPin("acme/greet@v1", undefined, options());
      release("v1.1.0", "2026-01-02", { "action.yml": actionYml("whom") });
      release("v1.2.0", day, { "action.yml": actionYml("whom") });
      release("v2.0.0-rc.1", "2026-01-04", { "action.yml": actionYml("whom") });
      expect(await updatePin(pin, { ...options(), cooldownDays })).toMatchObject({ pin: { version }, waiting });
    },
  );

  it("are not made from a folder that is no clone", async () => {
    const outside = mkdtempSync(join(tmpdir(), "no-clone-"));
    const source = new LocalClone(outside);
    await expect(addPin("acme/greet", undefined, { source, now })).rejects.toThrow(
      /could not be read: fatal: not a git/,
    );
    rmSync(outside, { recursive: true });
    expect(() => new LocalClone(outside)).toThrow(/There is no clone in/);
  });
});
