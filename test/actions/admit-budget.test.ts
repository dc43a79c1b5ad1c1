import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { governanceSchema } from "../../src/rollout/governance/policy.ts";
import { type Loopback, startLoopback } from "../../src/testing/loopback.ts";
import { AdmitFixture } from "./admit-fixture.ts";

let desk: AdmitFixture;
beforeEach(async () => {
  desk = await AdmitFixture.start();
});
afterEach(() => desk.stop());

describe("admit, where the error budget is looked at", () => {
  const dayMs = 86_400_000;
  let server: Loopback;
  let failed: number;
  beforeEach(async () => {
    failed = 0;
    server = await startLoopback(
      createServer((_, response) => {
        const sums = Object.entries({ 200: 1_000_000 - failed, 500: failed });
        const result = sums.map(([code, count]) => ({ metric: { code }, value: [0, String(count)] }));
        response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
      }),
    );
    declare({});
    await desk.delivered(desk.newer, "succeeded");
    desk.records.production = { live: desk.older };
  });
  afterEach(() => server.close());

  function declare(
    rules: { readonly allowUnknown?: string },
    auth: { readonly auth?: { kind: "bearer"; token: string } } = {},
  ) {
    const timing = { scrapeMs: 15_000, timeoutMs: 1_000 };
    const metrics = { kind: "prometheus", url: server.url, select: {}, ...timing, ...auth } as const;
    const errorBudget = { windowMs: 30 * dayMs, minRemaining: 0, ...rules };
    const governance = governanceSchema.parse({ errorBudget });
    const objectives = [{ kind: "availability", target: 0.999 }];
    desk.declare((all) => all.map((one) => ({ ...one, metrics, governance })), { objectives });
  }

  it("lets a release through while something is left, and says how much", async () => {
    failed = 250;
    await desk.admit("1.4.0-alpha.2");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
    expect(desk.infos).toContain(
      "Error budget of production: errors: 75 % of the error budget is left (250 bad requests, 1,000 allowed) in the last 30 days",
    );
  });

  it("refuses once it is spent, and tells the numbers and the ways on", async () => {
    failed = 1_200;
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["error-budget"]);
    expect(desk.summary).toContain(
      "errors: the error budget is gone (1,200 bad requests, 1,000 allowed) in the last 30 days",
    );
    expect(desk.summary).toMatch(/as a hot fix; or say in override-budget why/);
  });

  it.each([
    ["a hot fix", { hotfix: "true" }],
    ["what a person answers for", { overrideBudget: "it mends the login" }],
  ] as const)("lets %s through, and asks no metrics for it", async (_what, said) => {
    await server.close();
    await desk.admit("1.4.0-alpha.2", "production", said);
    expect(desk.outputs.digest).toBe(desk.newer.digest);
  });

  it("lets the first release through, before which nothing was served", async () => {
    failed = 1_200;
    desk.records.production = {};
    await desk.admit("1.4.0-alpha.2");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
  });

  it("refuses when nobody can tell, unless that is declared with a reason", async () => {
    await server.close();
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["error-budget"]);
    expect(desk.summary).toMatch(/Nobody can tell what is left of the error budget: .* cannot be reached/);
    declare({ allowUnknown: "the server is being moved" });
    await desk.admit("1.4.0-alpha.2");
    expect(desk.outputs.digest).toBe(desk.newer.digest);
  });

  it("leaves it to the rollout where a secret of the metrics is not known before the environment is entered", async () => {
    failed = 1_200;
    declare({}, { auth: { kind: "bearer", token: "TOKEN" } });
    await desk.admit("1.4.0-alpha.2");
    expect(desk.infos.join()).toContain("is looked at when the rollout begins: TOKEN is not known here");
    desk.env = { TOKEN: "t" };
    desk.outputs = {};
    expect(await desk.refusals("1.4.0-alpha.2")).toEqual(["error-budget"]);
  });
});
