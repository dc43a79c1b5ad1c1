import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelVersions } from "../../src/release/channels.ts";
import { nextVersion } from "../../src/release/next-version.ts";
import { type CommitSha, commitShaSchema } from "../../src/release/release.ts";
import { compareVersions, formatVersion, type Version } from "../../src/release/version.ts";
import { versionTags } from "../../src/release/version-tag.ts";

const commitOf = (digit: string): CommitSha => commitShaSchema.parse(digit.repeat(40));
const tagsOf = (...names: readonly string[]) =>
  versionTags(
    "v",
    names.map((name) => ({ name, commit: commitOf("a") })),
  );
const commitsOf = (...messages: readonly string[]) => messages.map((message) => ({ sha: commitOf("b"), message }));
const next = (messages: readonly string[], tags: readonly string[]) =>
  formatVersion(nextVersion(commitsOf(...messages), tagsOf(...tags)));

describe("the next version", () => {
  it.each<[what: string, messages: string[], tags: string[], expected: string]>([
    ["the first build of a service", ["feat!: everything"], [], "0.1.0-alpha.1"],
    ["the second before any release", ["fix: it"], ["v0.1.0-alpha.1"], "0.1.0-alpha.2"],
    ["a fix", ["fix: it"], ["v1.3.2"], "1.3.3-alpha.1"],
    ["no commits", [], ["v1.3.2"], "1.3.3-alpha.1"],
    ["a message without convention", ["it works now"], ["v1.3.2"], "1.3.3-alpha.1"],
    ["an empty message", [""], ["v1.3.2"], "1.3.3-alpha.1"],
    ["a chore", ["chore: tidy"], ["v1.3.2"], "1.3.3-alpha.1"],
    ["a feature among fixes", ["fix: a", "feat(api): b", "fix: c"], ["v1.3.2"], "1.4.0-alpha.1"],
    ["a feature in capitals", ["Feat: b"], ["v1.3.2"], "1.4.0-alpha.1"],
    ["a word that begins with feat", ["feature: b"], ["v1.3.2"], "1.3.3-alpha.1"],
    ["a bang", ["fix!: it"], ["v1.3.2"], "2.0.0-alpha.1"],
    ["a bang after a scope", ["refactor(api)!: it"], ["v1.3.2"], "2.0.0-alpha.1"],
    ["a breaking footer", ["fix: it\n\nBREAKING CHANGE: the field is gone"], ["v1.3.2"], "2.0.0-alpha.1"],
    ["the other breaking footer", ["fix: it\n\nBREAKING-CHANGE: gone"], ["v1.3.2"], "2.0.0-alpha.1"],
    ["breaking only in the prose", ["fix: it\n\nthis is no BREAKING thing"], ["v1.3.2"], "1.3.3-alpha.1"],
    ["a breaking change below 1.0.0", ["feat!: it"], ["v0.3.2"], "0.4.0-alpha.1"],
    ["a feature below 1.0.0", ["feat: it"], ["v0.3.2"], "0.4.0-alpha.1"],
    ["a fix below 1.0.0", ["fix: it"], ["v0.3.2"], "0.3.3-alpha.1"],
    ["a footer that asks for 1.0.0", ["feat: stable\n\nRelease-As: 1.0.0"], ["v0.3.2"], "1.0.0-alpha.1"],
    ["a footer that asks for less", ["fix: it\n\nRelease-As: 0.1.0"], ["v0.3.2"], "0.3.3-alpha.1"],
    ["a footer that asks for nonsense", ["fix: it\n\nRelease-As: $(id)"], ["v0.3.2"], "0.3.3-alpha.1"],
    ["earlier builds on the way", ["feat: b"], ["v1.3.2", "v1.4.0-alpha.9", "v1.4.0-alpha.10"], "1.4.0-alpha.11"],
    ["candidates on the way", ["feat: b"], ["v1.3.2", "v1.4.0-alpha.1", "v1.4.0-rc.4"], "1.4.0-alpha.2"],
    ["builds of another version", ["fix: b"], ["v1.3.2", "v1.4.0-alpha.7"], "1.3.3-alpha.1"],
    ["a release that sorts first as text", ["fix: b"], ["v1.9.0", "v1.10.0"], "1.10.1-alpha.1"],
    ["tags that are not ours", ["fix: b"], ["v1.0.0", "v2", "vnext", "w9.0.0", "v3.0.0-beta.1"], "1.0.1-alpha.1"],
  ])("after %s", (_what, messages, tags, expected) => {
    expect(next(messages, tags)).toBe(expected);
  });

  it("is later than every release, and never one that was given", () => {
    const name = fc.oneof(
      fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => `v${parts.join(".")}`),
      fc
        .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 9 }))
        .map(([a, b, c, n]) => `v${a}.${b}.${c}-alpha.${n}`),
    );
    const message = fc.constantFrom("fix: a", "feat: b", "feat!: c", "d", "chore: e\n\nRelease-As: 2.0.0");
    fc.assert(
      fc.property(fc.array(name), fc.array(message), (names, messages) => {
        const tags = tagsOf(...names);
        const found = nextVersion(commitsOf(...messages), tags);
        expect(tags.map(({ version }) => formatVersion(version))).not.toContain(formatVersion(found));
        const releases = tags.filter(({ version }) => version.channel === "stable");
        for (const { version } of releases) expect(compareVersions(found, version)).toBeGreaterThan(0);
      }),
    );
  });
});

describe("the name on a channel", () => {
  const alpha: Version = { channel: "alpha", core: { major: 1, minor: 4, patch: 0 }, number: 7 };
  const rc: Version = { ...alpha, channel: "rc", number: 2 };
  const firstName = (version: Version, channel: "alpha" | "rc" | "stable", tags: readonly string[] = []) => {
    const [first] = channelVersions(version, channel, commitOf("b"), tagsOf(...tags));
    return first && formatVersion(first);
  };

  it.each<[Version, "alpha" | "rc" | "stable", string[], string]>([
    [alpha, "alpha", [], "1.4.0-alpha.7"],
    [alpha, "rc", [], "1.4.0-rc.1"],
    [alpha, "rc", ["v1.4.0-rc.1", "v1.4.0-rc.2"], "1.4.0-rc.3"],
    [alpha, "rc", ["v1.3.0-rc.8"], "1.4.0-rc.1"],
    [alpha, "stable", [], "1.4.0"],
    [rc, "rc", [], "1.4.0-rc.2"],
    [rc, "stable", [], "1.4.0"],
  ])("of %j on %s is, with %j, %s", (version, channel, tags, expected) => {
    expect(firstName(version, channel, tags)).toBe(expected);
  });

  it("is the one that this commit has already", () => {
    const tags = versionTags("v", [
      { name: "v1.4.0-rc.1", commit: commitOf("b") },
      { name: "v1.4.0-rc.2", commit: commitOf("c") },
    ]);
    const [first, second] = channelVersions(alpha, "rc", commitOf("b"), tags);
    expect([first, second].map((version) => version && formatVersion(version))).toEqual(["1.4.0-rc.1", "1.4.0-rc.3"]);
  });
});
