import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommitSha, Digest } from "../../src/release/release.ts";
import { DeliveryFixture } from "./delivery-fixture.ts";

let world: DeliveryFixture;
let digest: Digest;
let commit: CommitSha;

beforeEach(async () => {
  world = await DeliveryFixture.start();
  world.git.commit("feat: begin");
  world.git.git("tag", "v1.3.2");
  commit = world.git.commit("feat(api): more\n\nBREAKING CHANGE: less");
  world.git.git("tag", "v2.0.0-alpha.1");
  digest = await world.pushImage("one");
});
afterEach(async () => {
  await world.stop();
  expect(world.github.unknownRequests).toEqual([]);
});

const finish = (environment: string, version = "2.0.0-alpha.1") =>
  world.run("finish", { environment, version, digest, commit });

describe("finish", () => {
  it("makes what succeeded in staging a candidate: a tag on the same commit and the same digest", async () => {
    const run = await finish("staging");
    expect(run.outputs).toEqual({ version: "2.0.0-rc.1", tag: "v2.0.0-rc.1", "release-url": "" });
    expect(world.git.git("rev-parse", "v2.0.0-rc.1")).toBe(commit);
    expect(await world.imageTags()).toEqual({ "2.0.0-rc.1": digest });
    expect(world.github.releases).toEqual([]);
  });

  it("releases what succeeded in production, with notes from its commits", async () => {
    const run = await finish("production");
    const url = "https://github.com/acme/info/releases/tag/v2.0.0";
    expect(run.outputs).toEqual({ version: "2.0.0", tag: "v2.0.0", "release-url": url });
    expect(world.github.releases).toMatchObject([{ tag_name: "v2.0.0", name: "info 2.0.0", prerelease: false }]);
    expect(world.github.releases[0]?.body).toContain("### Breaking changes\n\n- **api:** more — less");
  });

  it("changes nothing when it runs again", async () => {
    const first = [await finish("staging"), await finish("production")];
    const before = [world.git.tags(), await world.imageTags(), [...world.github.releases]];
    const again = [await finish("staging"), await finish("production")];
    expect(again.map(({ outputs }) => outputs)).toEqual(first.map(({ outputs }) => outputs));
    expect([world.git.tags(), await world.imageTags(), world.github.releases]).toEqual(before);
  });

  it("only repeats the version in an environment without a channel of its own", async () => {
    expect((await finish("dev")).outputs).toMatchObject({ version: "2.0.0-alpha.1", tag: "v2.0.0-alpha.1" });
  });

  it("never moves the name of a release to another build", async () => {
    await finish("production");
    const other = await world.pushImage("two");
    const run = await world.run("finish", {
      environment: "production",
      version: "2.0.0-alpha.1",
      digest: other,
      commit,
    });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("names another build of this commit");
    expect((await world.imageTags())["2.0.0"]).toBe(digest);
  });

  it("refuses an environment that is not there", async () => {
    const run = await finish("prod");
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("There is: dev, staging, production.");
  });
});
