import { describe, expect, it } from "vitest";
import { startRollout } from "../../../src/rollout/engine.ts";
import { submitCommand } from "../../../src/rollout/governance/submit-command.ts";
import { bench, scripted, v1, v2 } from "../bench.ts";
import { audit, tell, weights } from "./story.ts";

describe("a person's command", () => {
  it("pause holds the share until resume, and both are audited with their reason", async () => {
    const made = await tell({
      acts: [
        [3_000, "pause"],
        [60_000, "resume"],
      ],
    });
    expect(made.outcome.kind).toBe("succeeded");
    const rollout = made.target.stored?.record.rollout;
    const [paused, resumed] = (rollout?.timeline ?? []).filter(({ text }) => text.includes("by grace"));
    expect(paused).toMatchObject({ phase: "paused", text: expect.stringContaining("I say so") });
    expect((resumed?.atMs ?? 0) - (paused?.atMs ?? 0)).toBeGreaterThan(50_000);
    expect(audit(made)).toEqual(["resume: goes on", "pause: paused"]);
    expect(made.target.stored?.record.commands).toEqual([]);
  });

  it("pause before the candidate has any traffic keeps it without", async () => {
    const made = await tell({
      acts: [
        [50, "pause"],
        [5_000, "abort"],
      ],
    });
    expect(weights(made)).toEqual([]);
    expect(made.outcome.kind).toBe("abandoned");
  });

  it("pause does not stop the safety monitor: a breach in it goes back at once", async () => {
    let isBad = false;
    const made = await bench({ live: v1 });
    made.clock.at(made.clock.nowMs() + 3_000, () => {
      void submitCommand({ kind: "pause", actor: "grace", reason: "lunch" }, { ...made, newId: () => "c1" });
    });
    made.clock.at(made.clock.nowMs() + 20_000, () => {
      expect(made.target.stored?.record.rollout?.phase).toBe("paused");
      isBad = true;
    });
    const startedMs = made.clock.nowMs();
    const outcome = await startRollout(
      made.request(),
      made.ports,
      scripted(() => (isBad ? "fail" : "continue")),
    );
    expect(outcome.kind).toBe("rolled-back");
    expect(made.clock.nowMs() - startedMs).toBeLessThan(23_000);
    expect(made.target.stored?.record.quarantine).toMatchObject([{ kind: "failed", digest: v2.digest }]);
  });

  it("pause that nobody ends is over after a day, and the rollout goes back", async () => {
    const made = await tell({
      request: { plan: { ...(await bench()).request().plan, pollMs: 60_000, leaseMs: 200_000, maxHoldMs: 300_000 } },
      acts: [[1_500, "pause"]],
    });
    expect(made.outcome).toMatchObject({
      kind: "abandoned",
      rollout: { failure: { text: expect.stringContaining("nobody has resumed it") } },
    });
  });

  it.each([5, 20, 50])("abort at %i %% brings everything back, and blames nobody", async (percent) => {
    const made = await bench({ live: v1 });
    const say = scripted((at) => {
      if (at === percent)
        void submitCommand({ kind: "abort", actor: "grace", reason: "no" }, { ...made, newId: () => "c1" });
      return at === percent ? "continue" : "pass";
    });
    const outcome = await startRollout(made.request(), made.ports, say);
    expect(outcome.kind).toBe("rolled-back");
    expect(made.target.stored?.record).toMatchObject({
      live: v1,
      quarantine: [],
      rollout: { failure: { kind: "manual" } },
    });
  });

  it("promote-now leaves out the steps, then the bake", async () => {
    const made = await tell({
      say: (percent) => (percent === 100 ? "pass" : "continue"),
      acts: [
        [3_000, "promote-now"],
        [8_000, "promote-now"],
      ],
    });
    expect([made.outcome.kind, weights(made)]).toEqual(["succeeded", [5, 100]]);
    expect(made.target.stored?.record.rollout?.timeline.map(({ text }) => text).join()).toContain("promoted by grace");
  });

  it("promote-now does not get past the guards", async () => {
    const made = await bench({ live: v1 });
    made.clock.at(made.clock.nowMs() + 3_000, () => {
      void submitCommand({ kind: "promote-now", actor: "grace", reason: "now" }, { ...made, newId: () => "c1" });
    });
    made.target.faults.effect = (effect) => {
      const { candidate } = made.target.arms;
      if (effect.kind === "set-weight" && effect.candidatePercent === 100 && candidate) candidate.restarts = 1;
      return undefined;
    };
    const outcome = await startRollout(
      made.request(),
      made.ports,
      scripted(() => "continue"),
    );
    expect(outcome).toMatchObject({ kind: "rolled-back", rollout: { failure: { kind: "crashed" } } });
  });

  it("is refused when nothing is under way, and never applies to another rollout than was meant", async () => {
    const made = await bench({ live: v1 });
    const ports = { ...made, newId: () => "c1" };
    expect((await submitCommand({ kind: "abort", actor: "g", reason: "r" }, ports)).kind).toBe("refused");
    const first = startRollout(
      made.request(),
      made.ports,
      scripted(() => "continue"),
    );
    await made.clock.until(made.clock.nowMs() + 3_000);
    await submitCommand({ kind: "abort", actor: "g", reason: "r" }, ports);
    expect((await first).kind).toBe("rolled-back");
    expect(
      (
        await startRollout(
          made.request(),
          made.ports,
          scripted(() => "pass"),
        )
      ).kind,
    ).toBe("succeeded");
  });
});
