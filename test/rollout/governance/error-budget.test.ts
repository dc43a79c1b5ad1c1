import { describe, expect, it } from "vitest";
import { UnavailableError } from "../../../src/errors/tidegate-error.ts";
import type { Release } from "../../../src/release/release.ts";
import { startRollout } from "../../../src/rollout/engine.ts";
import type { ErrorBudgetRules } from "../../../src/rollout/governance/error-budget-rules.ts";
import { governanceSchema } from "../../../src/rollout/governance/policy.ts";
import type { Outcome } from "../../../src/rollout/outcome.ts";
import type { Metrics } from "../../../src/rollout/ports.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import type { RolloutRequest } from "../../../src/rollout/request.ts";
import { type Bench, bench, scripted, v1, v3 } from "../bench.ts";

const dayMs = 86_400_000;
const monthMs = 30 * dayMs;

interface Case {
  readonly live?: Release | undefined;
  readonly servedIn?: Metrics["servedIn"] | undefined;
  readonly rules?: Partial<ErrorBudgetRules>;
  readonly request?: Partial<RolloutRequest>;
}

/** A million requests a month, of which so many failed, all of them a while ago. */
const failed = (failures: number, agoMs = 0): NonNullable<Metrics["servedIn"]> => {
  return async (windowMs) => ({
    errors: { requests: (1_000_000 * windowMs) / monthMs, failures: windowMs >= agoMs ? failures : 0 },
  });
};

async function rollOut({ live = v1, servedIn, rules, request }: Case): Promise<Bench & { readonly outcome: Outcome }> {
  const read = () => Promise.reject(new UnavailableError("nobody asks here"));
  const made = await bench({ live, metrics: { read, ...(servedIn === undefined ? {} : { servedIn }) } });
  const governance = governanceSchema.parse({ errorBudget: { windowMs: monthMs, minRemaining: 0, ...rules } });
  const outcome = await startRollout(
    made.request({ governance, ...request }),
    made.ports,
    scripted(() => "pass"),
  );
  return { ...made, outcome };
}

const isRefused = ({ outcome, target }: Bench & { readonly outcome: Outcome }) => {
  expect(outcome).toMatchObject({ kind: "refused", refusal: "error-budget" });
  expect([target.done, target.stored?.record.epoch]).toEqual([[], 3]);
  return outcome.message;
};

describe("an error budget", () => {
  it("lets a release begin while some of it is left, and says how much", async () => {
    const { outcome, log } = await rollOut({ servedIn: failed(999) });
    expect(outcome.kind).toBe("succeeded");
    expect(log.lines).toContain(
      "errors: 0.1 % of the error budget is left (999 bad requests, 1,000 allowed) in the last 30 days",
    );
  });

  it("refuses it once it is gone, and tells how much, until when, and the ways on", async () => {
    const made = await rollOut({ servedIn: failed(1_200, 20 * dayMs) });
    const message = isRefused(made);
    expect(message).toContain(
      "errors: the error budget is gone (1,200 bad requests, 1,000 allowed) in the last 30 days",
    );
    const [, day = ""] = /enough is left again on (\S+)\./.exec(message) ?? [];
    const daysOn = (Date.parse(day) - made.clock.nowMs()) / dayMs;
    // What failed twenty days ago is forgotten in ten; to a thirtieth of the window, and never too early.
    expect(daysOn).toBeGreaterThanOrEqual(10);
    expect(daysOn).toBeLessThan(11);
    expect(message).toContain("deliver a release that mends it as a hot fix; or say in override-budget why");
  });

  it("refuses it while less is left than declared", async () => {
    expect(isRefused(await rollOut({ servedIn: failed(901), rules: { minRemaining: 0.1 } }))).toContain(
      "9.9 % of the error budget is left, more than 10 % is needed",
    );
  });

  it("does not say when it is back if only that cannot be told", async () => {
    const servedIn: Metrics["servedIn"] = (windowMs) =>
      windowMs === monthMs ? failed(1_200)(windowMs) : Promise.reject(new UnavailableError("too slow"));
    expect(isRefused(await rollOut({ servedIn }))).not.toContain("again on");
  });

  it.each<[string, Metrics["servedIn"] | undefined, string]>([
    ["these metrics remember nothing", undefined, "only prometheus does"],
    ["they do not answer", () => Promise.reject(new UnavailableError("It is down.")), "error budget: It is down, so"],
    ["they never answer", () => new Promise(() => {}), "the metrics gave no answer in 60 s"],
    ["nothing is counted", async () => ({ errors: { requests: 0, failures: 0 } }), "no requests are counted"],
    ["an objective is not counted", async () => ({}), "no requests are counted"],
  ])("counts as spent when %s, unless a reason is declared", async (_what, servedIn, words) => {
    expect(isRefused(await rollOut({ servedIn }))).toContain(words);
    const allowed = await rollOut({ servedIn, rules: { allowUnknown: "the server is being moved" } });
    expect(allowed.outcome.kind).toBe("succeeded");
    expect(allowed.log.lines.join("\n")).toMatch(/^! Nobody can tell .*; allowed: the server is being moved$/m);
  });

  it.each<[string, Partial<RolloutRequest>, string]>([
    ["a hot fix", { isHotfix: true }, "hotfix"],
    ["what a person answers for", { overrideBudgetReason: "it mends the login" }, "override-budget"],
  ])("does not hold %s up, which is audited, and asks nobody", async (_what, request, action) => {
    const servedIn = () => Promise.reject(new TypeError("nobody may ask"));
    const { outcome, target } = await rollOut({ servedIn, request });
    expect(outcome.kind).toBe("succeeded");
    expect(target.stored?.record.audit.map((line) => line.action)).toEqual([action]);
  });

  it("does not hold up the first release, nor going back", async () => {
    const first = await bench({
      metrics: { read: () => Promise.reject(new UnavailableError("none")), servedIn: failed(1_200) },
    });
    const governance = governanceSchema.parse({ errorBudget: { windowMs: monthMs, minRemaining: 0 } });
    const say = scripted(() => "pass");
    expect((await startRollout(first.request({ governance }), first.ports, say)).kind).toBe("succeeded");
    const made = await rollOut({ servedIn: failed(1_200), request: { isHotfix: true } });
    const where = { service: "info", environment: "production", reason: "it hurts", actor: "grace", holder: "hand" };
    expect(await reconcile({ ...where, mode: "rollback" }, made.ports)).toMatchObject({ kind: "succeeded" });
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("takes nothing back for a newer release that it would refuse then", async () => {
    const made = await bench({
      live: v1,
      metrics: { read: () => Promise.reject(new UnavailableError("none")), servedIn: failed(1_200) },
    });
    const errorBudget = { windowMs: monthMs, minRemaining: 0 };
    const governance = governanceSchema.parse({ onNewer: "supersede", errorBudget });
    const say = scripted(() => "pass");
    const fix = startRollout(made.request({ isHotfix: true }), made.ports, say);
    await made.clock.until(made.clock.nowMs() + 5_000);
    const request = made.request({ candidate: v3, governance, holder: "run 2", runUrl: "run/2" });
    expect(await startRollout(request, made.ports, say)).toMatchObject({ kind: "refused", refusal: "error-budget" });
    expect((await fix).kind).toBe("succeeded");
  });
});
