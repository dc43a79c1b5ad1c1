import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConflictError, UnavailableError } from "../../src/errors/tidegate-error.ts";
import { buildVersions } from "../../src/release/build-versions.ts";
import { claimVersion, type ImageTags, type TagClaims } from "../../src/release/claim-version.ts";
import { type CommitSha, commitShaSchema, type Digest, digestSchema } from "../../src/release/release.ts";
import { formatVersion } from "../../src/release/version.ts";
import { versionTags } from "../../src/release/version-tag.ts";

const commitOf = (digit: string): CommitSha => commitShaSchema.parse(digit.repeat(40));
const digestOf = (digit: string): Digest => digestSchema.parse(`sha256:${digit.repeat(64)}`);

class InMemoryWorld implements TagClaims, ImageTags {
  readonly refs = new Map<string, CommitSha>();
  readonly images = new Map<string, Digest>();
  /** Lets others go first, as a network does. */
  readonly delay: () => Promise<void>;

  constructor(delay: () => Promise<void> = async () => {}) {
    this.delay = delay;
  }

  async claim(name: string, commit: CommitSha) {
    await this.delay();
    const existing = this.refs.get(name);
    if (existing === undefined) this.refs.set(name, commit);
    return { created: existing === undefined, commit: existing ?? commit };
  }

  async findDigest(_image: string, tag: string) {
    await this.delay();
    return this.images.get(tag);
  }

  async tag(_image: string, digest: Digest, tag: string) {
    await this.delay();
    const existing = this.images.get(tag);
    if (existing !== undefined && existing !== digest) throw new ConflictError("moved");
    this.images.set(tag, digest);
  }
}

async function build(world: InMemoryWorld, commit: CommitSha, digest: Digest) {
  const tags = versionTags(
    "v",
    [...world.refs].map(([name, at]) => ({ name, commit: at })),
  );
  await world.delay();
  const versions = buildVersions(commit, [], tags);
  const claim = await claimVersion(
    versions,
    { image: "i", tagPrefix: "v", commit, digest },
    { tags: world, images: world },
  );
  return { version: formatVersion(claim.version), created: claim.created };
}

describe("claiming a version", () => {
  it("gives two commits two numbers", async () => {
    const world = new InMemoryWorld();
    expect(await build(world, commitOf("a"), digestOf("1"))).toEqual({ version: "0.1.0-alpha.1", created: true });
    expect(await build(world, commitOf("b"), digestOf("2"))).toEqual({ version: "0.1.0-alpha.2", created: true });
  });

  it("gives a run that is repeated the number it had", async () => {
    const world = new InMemoryWorld();
    await build(world, commitOf("a"), digestOf("1"));
    expect(await build(world, commitOf("a"), digestOf("1"))).toEqual({ version: "0.1.0-alpha.1", created: false });
  });

  it("ends the work of a run that died between the git tag and the image's", async () => {
    const world = new InMemoryWorld();
    world.refs.set("v0.1.0-alpha.1", commitOf("a"));
    expect(await build(world, commitOf("a"), digestOf("1"))).toEqual({ version: "0.1.0-alpha.1", created: false });
    expect(world.images.get("0.1.0-alpha.1")).toBe(digestOf("1"));
  });

  it("gives another build of the same commit its own number: a version names one digest for ever", async () => {
    const world = new InMemoryWorld();
    await build(world, commitOf("a"), digestOf("1"));
    expect(await build(world, commitOf("a"), digestOf("2"))).toEqual({ version: "0.1.0-alpha.2", created: true });
    expect(world.images.get("0.1.0-alpha.1")).toBe(digestOf("1"));
  });

  it("gives a commit a new version when its old one was released from another commit", async () => {
    const world = new InMemoryWorld();
    world.refs.set("v1.4.0-alpha.8", commitOf("a")).set("v1.4.0", commitOf("b"));
    expect(await build(world, commitOf("a"), digestOf("1"))).toEqual({ version: "1.4.1-alpha.1", created: true });
  });

  it("says what is in the way when no name can be had", async () => {
    const world = new InMemoryWorld();
    world.refs.set("v1.4.0", commitOf("b"));
    const request = { image: "i", tagPrefix: "v", commit: commitOf("a"), digest: digestOf("1") };
    const only = [{ channel: "stable" as const, core: { major: 1, minor: 4, patch: 0 } }];
    const claim = claimVersion(only, request, { tags: world, images: world });
    await expect(claim).rejects.toThrow(ConflictError);
    await expect(claim).rejects.toThrow(/git tag v1\.4\.0 stands on commit b{40}/);
  });

  it("does not take a registry that is down for a name that is taken", async () => {
    const world = new InMemoryWorld();
    world.tag = async () => {
      throw new UnavailableError("the registry is down");
    };
    await expect(build(world, commitOf("a"), digestOf("1"))).rejects.toThrow("the registry is down");
    expect([...world.refs.keys()]).toEqual(["v0.1.0-alpha.1"]);
  });

  it("never gives one version to two builds, nor two to one, however runs interleave", async () => {
    const digests = new Map(["a,1", "a,2", "b,1", "b,2", "c,1", "c,2"].map((key, n) => [key, digestOf(String(n + 1))]));
    const runs = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2")), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), runs, async (scheduler, builds) => {
        const world = new InMemoryWorld(() => scheduler.schedule(Promise.resolve()));
        const all = builds.map((pair) => build(world, commitOf(pair[0]), digests.get(pair.join()) ?? digestOf("0")));
        const results = await scheduler.waitFor(Promise.all(all));
        const builders = new Map<string, string>();
        for (const [index, { version }] of results.entries()) {
          const builder = (builds[index] ?? []).join();
          expect(builders.get(version) ?? builder).toBe(builder);
          builders.set(version, builder);
        }
      }),
      { numRuns: 60 },
    );
  });
});
