import { describe, expect, it } from "vitest";
import { type Admission, admit } from "../../src/release/admission.ts";
import type { AdmissionFacts } from "../../src/release/admission-facts.ts";
import { type KnownEnvironment, type Refusal, readAdmissionRequest } from "../../src/release/admission-request.ts";
import { joinAdmissions } from "../../src/release/join-admissions.ts";
import { commitShaSchema, digestSchema } from "../../src/release/release.ts";
import { regionsBefore, regionsOf, stageBefore, waveNames } from "../../src/release/wave.ts";

const environments: readonly KnownEnvironment[] = [
  { name: "dev", channel: "alpha" },
  { name: "a", channel: "rc", wave: "staging" },
  { name: "b", channel: "rc", wave: "staging" },
  { name: "eu", channel: "stable", wave: "production" },
  { name: "us", channel: "stable", wave: "production" },
  { name: "archive", channel: "stable" },
];
function named(name: string): KnownEnvironment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new TypeError(`there is no ${name}`);
  return found;
}
const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name).join(" ");

describe("the order of promotion with waves", () => {
  it("knows the waves and their regions", () => {
    expect(waveNames(environments)).toEqual(["staging", "production"]);
    expect(names(regionsOf(environments, "production"))).toBe("eu us");
    expect(names(regionsOf(environments, "dev"))).toBe("");
  });

  it.each([
    ["dev", "", ""],
    ["a", "dev", ""],
    ["b", "dev", "a"],
    ["eu", "a b", ""],
    ["us", "a b", "eu"],
    ["archive", "eu us", ""],
  ])("has before %s: %j, and of its own wave %j", (name, before, regions) => {
    expect(names(stageBefore(environments, named(name)))).toBe(before);
    expect(names(regionsBefore(environments, named(name)))).toBe(regions);
  });
});

const release = {
  version: "1.4.0-alpha.7",
  digest: digestSchema.parse(`sha256:${"a".repeat(64)}`),
  commit: commitShaSchema.parse("c".repeat(40)),
};

describe("the admission to what comes after a wave", () => {
  const facts: AdmissionFacts = {
    ...{ commit: release.commit, digest: release.digest, quarantine: undefined, live: undefined },
    ...{ isOlderThanLive: false, freeze: undefined, errorBudget: undefined, unasked: [], released: undefined },
    before: [
      { environment: "a", past: "succeeded" },
      { environment: "b", past: "succeeded" },
    ],
  };
  const service = { name: "info", tagPrefix: "v", environments };
  const request = readAdmissionRequest([service], { service: "info", environment: "us", version: release.version });

  it("asks for success in all its regions", () => {
    expect(admit(request, facts)).toEqual({ kind: "admitted", release });
  });

  it.each(["never", "not-succeeded"] as const)("refuses one that %s came through in a region", (past) => {
    const [first] = facts.before;
    const before = [...(first === undefined ? [] : [first]), { environment: "b", past }];
    expect(admit(request, { ...facts, before })).toMatchObject({
      refusals: [
        {
          kind: "not-delivered-before",
          message: expect.stringContaining("Promote it to staging, the wave of b, first"),
        },
      ],
    });
  });

  it("refuses one of which nothing is known in a region", () => {
    expect(admit(request, { ...facts, before: facts.before.slice(0, 1) }).kind).toBe("refused");
  });
});

describe("the admission to a wave", () => {
  const admitted: Admission = { kind: "admitted", release };
  const refused = (...kinds: readonly Refusal["kind"][]): Admission => {
    const [first = { kind: "freeze", message: "m" } as const, ...others] = kinds.map((kind) => {
      return { kind, message: `because ${kind}` };
    });
    return { kind: "refused", refusals: [first, ...others] };
  };

  it.each<[string, readonly [Admission, ...Admission[]], Admission]>([
    ["all regions take it", [admitted, admitted], admitted],
    ["some have it already", [refused("already-live"), admitted], admitted],
    ["one does not take it", [admitted, refused("freeze")], refused("freeze")],
    ["all have it already, said once", [refused("already-live"), refused("already-live")], refused("already-live")],
    ["some have it, and another does not take it", [refused("already-live"), refused("freeze")], refused("freeze")],
    [
      "several have reasons, each said once",
      [refused("no-image", "freeze"), refused("no-image", "quarantined")],
      refused("no-image", "freeze", "quarantined"),
    ],
  ])("when %s", (_, admissions, expected) => {
    expect(joinAdmissions(admissions)).toEqual(expected);
  });
});
