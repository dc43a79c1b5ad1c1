import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeliveryFixture } from "./delivery-fixture.ts";

let world: DeliveryFixture;
beforeEach(async () => {
  world = await DeliveryFixture.start();
  world.git.commit("feat: begin");
});
afterEach(async () => {
  await world.stop();
  expect(world.github.unknownRequests).toEqual([]);
});

describe("next-version", () => {
  it("claims the next alpha on git and gives the image the same tag", async () => {
    const digest = await world.pushImage("one");
    world.git.git("tag", "v1.3.2");
    world.git.commit("feat: more");
    const run = await world.run("next-version", { digest });
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { version: "1.4.0-alpha.1", tag: "v1.4.0-alpha.1", created: "true" },
    });
    expect(run.summary).toContain("### info 1.4.0-alpha.1");
    expect(world.git.git("rev-parse", "v1.4.0-alpha.1")).toBe(world.git.head());
    expect(await world.imageTags()).toEqual({ "1.4.0-alpha.1": digest });
  });

  it("gives a run that is repeated its version again", async () => {
    const digest = await world.pushImage("one");
    await world.run("next-version", { digest });
    const again = await world.run("next-version", { digest });
    expect(again.outputs).toEqual({ version: "0.1.0-alpha.1", tag: "v0.1.0-alpha.1", created: "false" });
  });

  it("gives runs of different commits that race different numbers, and runs of the same commit the same one", async () => {
    const commits = [world.git.commit("fix: a"), world.git.commit("fix: b"), world.git.commit("fix: c")];
    const digests = await Promise.all(commits.map((commit) => world.pushImage(commit)));
    const racers = commits.flatMap((commit, index) => [
      { commit, digest: digests[index] ?? "" },
      { commit, digest: digests[index] ?? "" },
    ]);
    const runs = await Promise.all(
      racers.map(({ commit, digest }) => world.run("next-version", { digest }, { commit })),
    );
    expect(runs.map(({ exitCode, log }) => exitCode === 0 || log)).toEqual(runs.map(() => true));
    const versions = runs.map(({ outputs }) => outputs.version);
    expect(versions[0]).toBe(versions[1]);
    expect(versions[2]).toBe(versions[3]);
    expect(versions[4]).toBe(versions[5]);
    expect(new Set(versions)).toEqual(new Set(["0.1.0-alpha.1", "0.1.0-alpha.2", "0.1.0-alpha.3"]));
    expect(new Set(Object.values(await world.imageTags()))).toEqual(new Set(digests));
  });

  it.each([
    ["an unknown service", { service: "nfo" }, "Did you mean info?"],
    ["a digest that is a tag", { digest: "latest" }, 'got "latest"'],
    ["no service", { service: "" }, 'input "service": is required'],
    ["a manifest that is missing", { manifest: "nowhere.json" }, 'nowhere.json" is not there'],
    ["a token that is wrong", { token: "hunter2" }, "401"],
  ])("refuses %s, and changes nothing", async (_what, inputs, words) => {
    const digest = await world.pushImage("one");
    const run = await world.run("next-version", { digest, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(words);
    expect(run.log.replace("::add-mask::hunter2", "")).not.toContain("hunter2");
    expect(world.git.tags()).toEqual([]);
    expect(await world.imageTags()).toEqual({});
  });

  it.each([
    ["is not JSON", "{", "is not JSON"],
    ["is from a newer tidegate", '{"schema":2,"generator":"9.1.0"}', "npx projen"],
    ["was edited by hand", '{"schema":1,"generator":"x","services":[{"name":"Info!"}]}', "services[0].name"],
  ])("refuses a manifest that %s", async (_what, text, words) => {
    const digest = await world.pushImage("one");
    const manifest = join(world.git.directory, "bad.json");
    writeFileSync(manifest, text);
    const run = await world.run("next-version", { digest, manifest });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain(words);
  });

  it("refuses an image that is not in the registry, and takes the same version when it is there", async () => {
    const run = await world.run("next-version", { digest: `sha256:${"f".repeat(64)}` });
    expect(run.exitCode).toBe(1);
    const digest = await world.pushImage("one");
    expect((await world.run("next-version", { digest })).outputs.version).toBe("0.1.0-alpha.1");
  });

  it("goes on when GitHub is down for a moment", async () => {
    const digest = await world.pushImage("one");
    world.github.fail({ answer: 502, times: 1 });
    world.github.fail({ answer: "down", times: 1, matching: "POST", afterDoingIt: true });
    expect((await world.run("next-version", { digest })).outputs.version).toBe("0.1.0-alpha.1");
  });
});
