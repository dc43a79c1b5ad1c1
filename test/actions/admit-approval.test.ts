import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AdmitFixture } from "./admit-fixture.ts";

let desk: AdmitFixture;
beforeEach(async () => {
  desk = await AdmitFixture.start();
});
afterEach(() => desk.stop());

describe("admit, where somebody has to approve", () => {
  beforeEach(async () => {
    await desk.delivered(desk.newer, "succeeded");
    desk.declare((all) => all.map((one) => ({ ...one, approvers: ["team:sre"] })));
  });

  it("lets a release through where GitHub asks somebody", async () => {
    await desk.admit("1.4.0-alpha.2");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
  });

  it("refuses it where GitHub would ask nobody, and says where to set that", async () => {
    desk.world.github.unguarded.add("production");
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["unprotected"]);
    expect(desk.summary).toContain(
      "has no required reviewers, so nobody would be asked. Add them under Settings → Environments → production",
    );
  });

  it("decides nothing while GitHub does not tell", async () => {
    desk.world.github.fail({ answer: 403, times: 99, matching: "environments/production" });
    expect((await desk.refusals("1.4.0-alpha.2"))[0]).toContain("GitHub could not read the environment production");
  });

  it("asks GitHub nothing where nobody is declared", async () => {
    desk.manifest = desk.world.manifest;
    desk.world.github.fail({ answer: 403, times: 99, matching: "environments/production" });
    await desk.admit("1.4.0-alpha.2");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
  });
});
