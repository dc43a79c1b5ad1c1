import { describe, expect, it } from "vitest";
import type { GovernanceSettings } from "../../../src/rollout/governance/policy.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import { bench, type VerdictName, v1 } from "../bench.ts";
import { audit, governance, phases, type Story, tell, where } from "./story.ts";

const always = {
  kind: "weekly",
  name: "always",
  timeZone: "UTC",
  from: { day: "mon", time: "00:00" },
  to: { day: "mon", time: "00:00" },
} as const;

/** Frozen from 2 s after the bench's clock began, for ten minutes. The clock starts at 2023-11-14T22:13:20Z. */
const freeze = {
  kind: "once",
  name: "audit",
  timeZone: "UTC",
  from: "2023-11-14T22:14",
  to: "2023-11-14T22:24",
} as const;
/** The first step is over only when the freeze is on. */
const slow = (percent: number, phase: string): VerdictName =>
  percent === 5 && phase === "observing" ? "continue" : "pass";

describe("a freeze", () => {
  const plan = { observeMs: 60_000, maxObserveMs: 120_000 };
  async function intoFreeze(settings: GovernanceSettings, acts: Story["acts"] = []) {
    const base = (await bench()).request().plan;
    const steps = base.steps.map((step) => (step.candidatePercent === 5 ? { ...step, ...plan } : step));
    let polls = 0;
    const say = (percent: number, phase: string): VerdictName =>
      percent === 5 && ++polls < 45 ? slow(percent, phase) : "pass";
    return tell({
      say,
      acts,
      request: { plan: { ...base, steps }, governance: governance({ freezes: [freeze], ...settings }) },
    });
  }

  it("holds what is under way until it is over", async () => {
    const made = await intoFreeze({ onFreeze: "hold" });
    expect(made.outcome.kind).toBe("succeeded");
    const shifts = made.target.done.filter(({ effect }) => effect.kind === "set-weight").map(({ atMs }) => atMs);
    expect(shifts.slice(1).every((atMs) => atMs >= Date.parse("2023-11-14T22:24:00Z"))).toBe(true);
    expect(phases(made)).toContain("paused");
  });

  it("lets what is under way finish, if the rest is short enough", async () => {
    const made = await intoFreeze({ onFreeze: "finish", finishWithinMs: 120_000 });
    expect([made.outcome.kind, phases(made).includes("paused")]).toEqual(["succeeded", false]);
    const long = await intoFreeze({ onFreeze: "finish", finishWithinMs: 1_000 });
    expect([long.outcome.kind, phases(long).includes("paused")]).toEqual(["succeeded", true]);
  });

  it("takes back what is under way, where that is declared", async () => {
    const made = await intoFreeze({ onFreeze: "rollback" });
    expect(made.outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "freeze" } } });
    expect(made.target.stored?.record.quarantine).toEqual([]);
  });

  it("is overridden by a person, with the reason in the audit", async () => {
    const made = await intoFreeze({ onFreeze: "hold" }, [
      [100_000, "promote-now"],
      [110_000, "override-freeze"],
    ]);
    expect(made.outcome.kind).toBe("succeeded");
    expect(audit(made)).toEqual([
      "override-freeze: freezes do not hold this rollout up",
      "promote-now: the freeze audit is on: override it first",
    ]);
    expect(made.clock.nowMs()).toBeLessThan(Date.parse("2023-11-14T22:20:00Z"));
  });

  it("refuses a new rollout, unless a person says why", async () => {
    const request = { governance: governance({ freezes: [always] }) };
    const refused = await tell({ request });
    expect(refused.outcome).toMatchObject({
      kind: "refused",
      refusal: "freeze",
      message: expect.stringContaining("always"),
    });
    expect(refused.target.done).toEqual([]);
    const forced = await tell({ request: { ...request, overrideFreezeReason: "it mends the login" } });
    expect(forced.outcome.kind).toBe("succeeded");
    expect(forced.target.stored?.record.audit).toMatchObject([
      { action: "override-freeze", actor: "ada", reason: "it mends the login" },
    ]);
  });

  it("never blocks going back: not by a verdict, not by hand, not to an earlier release", async () => {
    const request = { governance: governance({ freezes: [always], onFreeze: "hold" }), overrideFreezeReason: "x" };
    const made = await tell({ request, say: () => "fail" });
    expect(made.outcome.kind).toBe("rolled-back");
    const done = await tell({ request });
    expect((await reconcile({ ...where, mode: "rollback" }, done.ports)).kind).toBe("succeeded");
    expect(done.target.stored?.record.live).toEqual(v1);
  });
});
