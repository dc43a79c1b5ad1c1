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

describe("admit, as the runner runs it", () => {
  it("names the image and the commit of a version that may go to the first environment", async () => {
    const digest = await world.pushImage("one");
    const { outputs } = await world.run("next-version", { digest });
    const run = await world.run("admit", { version: outputs.version ?? "", environment: "dev" });
    expect(run.log.includes("::error::") ? run.log : run.exitCode).toBe(0);
    expect(run.outputs).toEqual({ version: "0.1.0-alpha.1", digest, commit: world.git.head() });
  });

  it("refuses to pass an environment over, and says which comes before", async () => {
    const digest = await world.pushImage("one");
    await world.run("next-version", { digest });
    const run = await world.run("admit", { version: "0.1.0-alpha.1", environment: "production" });
    expect(run).toMatchObject({ exitCode: 1, outputs: {} });
    expect(run.log).toContain("was never delivered to staging, which comes before production");
    expect(run.summary).toContain("❌ Not admitted");
  });

  it.each([
    ["an unknown environment", { environment: "prodution" }, "Did you mean production?"],
    ["an unknown service", { service: "inf" }, "Did you mean info?"],
    ["a version that does not exist", { version: "9.9.9" }, "there is no git tag v9.9.9"],
    ["a version with shell in it", { version: "$(touch /tmp/owned); `id`" }, "is not a version"],
    ["an environment with a command in it", { environment: "dev\n::add-path::/evil" }, "There is no environment"],
  ])("refuses %s", async (_what, inputs, words) => {
    const run = await world.run("admit", { version: "0.1.0-alpha.1", environment: "dev", ...inputs });
    expect(run).toMatchObject({ exitCode: 1, outputs: {} });
    expect(run.log).toContain(words);
    expect(run.log).not.toMatch(/^::add-path/m);
  });
});
