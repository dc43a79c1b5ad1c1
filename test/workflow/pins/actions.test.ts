import { describe, expect, it } from "vitest";
import { readGeneratedActions, readPins, shippedActions } from "../../../src/build/generate-actions.ts";
import { camelCase } from "../../../src/workflow/expression/camel-case.ts";
import { actions, checkout, localAction, pinnedAction, toUses, uses } from "../../../src/workflow/index.ts";
import { actionName } from "../../../src/workflow/pins/generate-actions.ts";

describe("the actions generated from the pin file", () => {
  it("are current", () => {
    expect(readGeneratedActions()).toBe(shippedActions(readPins()));
  });

  it("are all there, each at a full commit", () => {
    expect(Object.keys(actions)).toHaveLength(readPins().length);
    for (const { location } of Object.values(actions)) {
      expect(toUses(location)).toMatch(/^[\w.-]+\/[\w.-]+(\/[\w.-]+)*@[0-9a-f]{40}$/);
    }
  });

  it.each([
    ["actions/setup-node", "setupNode"],
    ["docker/build-push-action", "dockerBuildPush"],
    ["google-github-actions/auth", "googleAuth"],
    ["aws-actions/configure-aws-credentials", "awsConfigureCredentials"],
    ["codecov/codecov-action", "codecov"],
    ["zizmorcore/zizmor-action", "zizmor"],
    ["actions/cache/restore", "cacheRestore"],
    ["github/codeql-action/upload-sarif", "githubCodeqlUploadSarif"],
    ["acme/shared/.github/workflows/build_and-test.yml", "acmeSharedBuildAndTest"],
    ["acme/.github/.github/workflows/lint.yaml", "acmeGithubLint"],
    ["1password/load-secrets-action", "_1passwordLoadSecrets"],
    ["actions/2fa", "_2fa"],
  ])("%s is called %s", (action, name) => {
    expect(actionName(action)).toBe(name);
  });

  it("have no two inputs, or outputs, with one name in camel case", () => {
    for (const { inputs, outputs } of readPins()) {
      expect(new Set(inputs.map(({ name }) => camelCase(name))).size).toBe(inputs.length);
      expect(new Set(outputs.map(camelCase)).size).toBe(outputs.length);
    }
  });
});

describe("a use of an action", () => {
  const local = localAction({
    name: "mine",
    path: "./mine",
    inputs: ["dry-run", "to_file"],
    required: ["to_file"],
    outputs: ["a_b-c"],
  });

  it("has inputs and outputs under the names of the action.yml, in camel case outside", () => {
    const step = uses("x", local, { toFile: "f", dryRun: false });
    expect(step.work).toMatchObject({ inputs: { to_file: "f", "dry-run": false } });
    expect(step.outputs.aBC.node).toMatchObject({ output: "a_b-c" });
  });

  it.each<[RegExp, unknown]>([
    [/mine has no input nonsense\. It takes dryRun, toFile\./, { toFile: "f", nonsense: 1 }],
    [/mine needs toFile/, {}],
    [/mine has no input a and needs toFile/, { a: 1, toFile: undefined }],
  ])("throws %s where types did not say so", (message, inputs) => {
    expect(() => uses("x", local, inputs as { toFile: string })).toThrow(message);
  });

  it("may be in a folder of its repository", () => {
    const init = pinnedAction({ uses: "github/codeql-action/init", version: "v4", sha: "a".repeat(40) });
    expect(toUses(init.location)).toBe(`github/codeql-action/init@${"a".repeat(40)}`);
  });

  it("brings the action's permissions, which a step can raise but not lower", () => {
    const signed = uses("x", actions.attest, {}, { permissions: { contents: "read" } });
    expect(signed.permissions).toMatchObject({ contents: "read", "id-token": { level: "write" } });
    const tagged = checkout({}, { permissions: { contents: { level: "write", why: "tags" } } });
    expect(tagged.permissions).toEqual({ contents: { level: "write", why: "tags" } });
    const writer = localAction({ name: "w", path: "./w", permissions: { contents: { level: "write", why: "w" } } });
    expect(uses("x", writer, {}, { permissions: { contents: "read" } }).permissions).toEqual(writer.permissions);
    expect(checkout({}, { permissions: { contents: "read" } }).permissions).toEqual(actions.checkout.permissions);
    const submodules = { contents: { level: "read", why: "reads submodules" } } as const;
    expect(checkout({}, { permissions: submodules }).permissions).toEqual(submodules);
  });
});

describe("a checkout", () => {
  it("leaves no token behind unless somebody says why", () => {
    expect(checkout().work).toMatchObject({ inputs: { "persist-credentials": false }, reasons: {} });
    expect(checkout({ keepCredentials: "pushes the tag", fetchDepth: 0 }).work).toMatchObject({
      inputs: { "persist-credentials": true, "fetch-depth": 0 },
      reasons: { "persist-credentials": "pushes the tag" },
    });
  });
});
