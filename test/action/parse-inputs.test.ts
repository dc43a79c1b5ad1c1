import { describe, expect, it } from "vitest";
import { z } from "zod";
import { definition as coverage } from "../../actions/coverage/inputs.ts";
import { definition as deployStatus } from "../../actions/deploy-status/inputs.ts";
import { definition as rollout } from "../../actions/rollout/inputs.ts";
import { defineAction } from "../../src/action/define-action.ts";
import { parseInputs } from "../../src/action/parse-inputs.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";

const getter = (given: Readonly<Record<string, string>>) => (name: string) => given[name] ?? "";
const good = {
  service: "info",
  environment: "production",
  version: "1.4.0-alpha.7",
  digest: `sha256:${"1".repeat(64)}`,
  commit: "a".repeat(40),
};

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
  return "";
}

describe("inputs", () => {
  it("are read under their declared names, with the defaults for what is missing", () => {
    expect(parseInputs(rollout, getter(good))).toEqual({
      ...good,
      reason: "no reason given",
      reversible: undefined,
      hotfix: "false",
      "retry-reason": undefined,
      "override-freeze": undefined,
      manifest: ".tidegate/delivery.json",
      token: undefined,
    });
  });

  it("are all refused at once, each with the value seen", () => {
    const message = messageOf(() =>
      parseInputs(rollout, getter({ ...good, digest: "latest", commit: "HEAD", service: "" })),
    );
    expect(message).toContain('input "service": is required but empty');
    expect(message).toContain('input "digest": expected sha256: and 64 hex digits; got "latest"');
    expect(message).toContain('input "commit": expected 40 hex digits; got "HEAD"');
  });

  it.each([
    ["version", "1.4.0; rm -rf /"],
    ["version", "$(id)"],
    ["version", "v1.4.0"],
    ["digest", `sha256:${"1".repeat(63)}`],
    ["digest", `SHA256:${"1".repeat(64)}`],
    ["commit", "A".repeat(40)],
    ["reason", "x".repeat(501)],
  ])("refuse %s %j", (name, value) => {
    expect(messageOf(() => parseInputs(rollout, getter({ ...good, [name]: value })))).toContain(`input "${name}"`);
  });

  it("take any text as a reason, for it is only ever data", () => {
    const reason = "$(id) `id` ; | <script> ${{ secrets.X }}";
    expect(parseInputs(rollout, getter({ ...good, reason })).reason).toBe(reason);
  });

  it.each([
    ["0", 0],
    ["80", 80],
    ["99.5", 99.5],
    ["100", 100],
  ])("read %j as a threshold", (text, threshold) => {
    expect(parseInputs(coverage, getter({ threshold: text })).threshold).toBe(threshold);
  });

  it.each(["", "false", "-1", "1e2", "100.1", "NaN", "80%", "0x10", "Infinity"])("refuse %j as a threshold", (text) => {
    expect(messageOf(() => parseInputs(coverage, getter({ threshold: text })))).toContain('input "threshold"');
  });

  it("never show a secret", () => {
    const action = defineAction({
      name: "x",
      title: "x",
      description: "x",
      inputs: { token: { description: "A token.", schema: z.string().max(3), required: true, secret: true } },
      outputs: {},
    });
    const message = messageOf(() => parseInputs(action, getter({ token: "hunter2" })));
    expect(message).toContain('input "token"');
    expect(message).not.toContain("hunter2");
  });

  it.each([
    ["{", "expected JSON"],
    ['{"a":{"result":"great"}}', "a.result"],
    ["[]", "results"],
  ])("refuse %j as results", (results, words) => {
    expect(messageOf(() => parseInputs(deployStatus, getter({ ...good, results })))).toContain(words);
  });

  it("cannot start a workflow command or reorder text through a value", () => {
    const message = messageOf(() =>
      parseInputs(rollout, getter({ ...good, commit: "x\n::set-output name=a::b\u202e" })),
    );
    expect(message.split("\n")).toHaveLength(1);
    expect(message).not.toContain("\u202e");
  });
});
