import { describe, expect, it } from "vitest";
import { startRollout } from "../../../src/rollout/engine.ts";
import { submitCommand } from "../../../src/rollout/governance/submit-command.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import type { RolloutRequest } from "../../../src/rollout/request.ts";
import { bench, scripted, type VerdictName, v1, v2, v3 } from "../bench.ts";
import { governance, tell, weights, where } from "./story.ts";

const always = {
  kind: "weekly",
  name: "always",
  timeZone: "UTC",
  from: { day: "mon", time: "00:00" },
  to: { day: "mon", time: "00:00" },
} as const;

describe("a release that cannot be taken back", () => {
  const irreversible = { irreversibleFromPercent: 20 };

  it("is taken back as usual before the step from which it cannot", async () => {
    const made = await tell({ request: irreversible, say: () => "fail" });
    expect(made.outcome.kind).toBe("rolled-back");
  });

  it.each<[string, (percent: number) => VerdictName]>([
    ["a verdict", (percent) => (percent === 20 ? "fail" : "pass")],
    ["time that is up", (percent) => (percent === 20 ? "continue" : "pass")],
    ["a hold that is too long", (percent) => (percent === 20 ? "provider-error" : "pass")],
  ])("past it %s freezes it where it is, and pages once", async (_, say) => {
    const made = await tell({ request: irreversible, say });
    expect(made.outcome.kind).toBe("frozen");
    expect([made.target.candidatePercent, made.target.done.at(-1)?.effect.kind]).toEqual([20, "set-weight"]);
    expect(made.channel.kinds().filter((kind) => kind === "frozen")).toHaveLength(1);
    await made.clock.until(made.clock.nowMs() + 600_000);
    await made.target.observe();
    expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("in-progress");
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "frozen"]);
  });

  it("is frozen too when its run is cancelled, and when its engine dies", async () => {
    const made = await bench({ live: v1 });
    const abort = new AbortController();
    const say = scripted((percent) => {
      if (percent === 20) abort.abort();
      return "pass";
    });
    expect((await startRollout(made.request(irreversible), made.ports, say, abort.signal)).kind).toBe("frozen");
    expect(made.target.candidatePercent).toBe(20);
  });

  it("goes back when a person wants it all the same", async () => {
    const made = await tell({ request: irreversible, say: (percent) => (percent === 20 ? "fail" : "pass") });
    expect((await reconcile({ ...where, mode: "rollback" }, made.ports)).kind).toBe("rolled-back");
    expect(made.target.stored?.record).toMatchObject({ live: v1, quarantine: [{ digest: v2.digest }] });
  });

  /** A frozen release at 20 %, and then a third one. */
  async function overFrozen(changes: Partial<RolloutRequest>) {
    const made = await tell({ request: irreversible, say: (percent) => (percent === 20 ? "fail" : "pass") });
    const request = made.request({ candidate: v3, actor: "grace", holder: "run 2", reason: "it hurts", ...changes });
    const outcome = await startRollout(
      request,
      made.ports,
      scripted(() => "pass"),
    );
    return { ...made, outcome };
  }

  it("does not block the hot fix, whose admission is a person's decision: it is taken back first, and noted", async () => {
    const made = await overFrozen({ isHotfix: true });
    expect(made.outcome.kind).toBe("succeeded");
    const record = made.target.stored?.record;
    expect(record).toMatchObject({ live: v3, previous: [v1], quarantine: [{ digest: v2.digest }] });
    expect(record?.history.map(({ phase }) => phase)).toEqual(["succeeded", "rolled-back"]);
    expect(record?.audit.map(({ action, actor }) => [action, actor])).toEqual([
      ["hotfix", "grace"],
      ["abort", "grace"],
    ]);
    expect(record?.audit[1]?.reason).toContain("for the hot fix 1.2.0: it hurts");
    expect(made.target.done.map(({ effect }) => effect.kind)).toContain("restore");
  });

  it("blocks anything else, also a release that would supersede others", async () => {
    const made = await overFrozen({ governance: governance({ onNewer: "supersede" }) });
    expect(made.outcome).toMatchObject({ kind: "refused", refusal: "in-progress" });
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "frozen"]);
  });

  it.each<[string, Partial<RolloutRequest>, string]>([
    ["is the frozen release itself", { candidate: v2 }, "in-progress"],
    ["is live already", { candidate: v1 }, "already-live"],
    ["is older than what is live", { isAncestor: async () => true }, "older-than-live"],
    ["meets a freeze", { governance: governance({ freezes: [always] }) }, "freeze"],
  ])("stays frozen for a hot fix that %s", async (_, changes, refusal) => {
    const made = await overFrozen({ isHotfix: true, ...changes });
    expect(made.outcome).toMatchObject({ kind: "refused", refusal });
    expect([made.target.candidatePercent, made.target.stored?.record.rollout?.phase]).toEqual([20, "frozen"]);
  });

  it("goes forward when a person says so", async () => {
    const made = await tell({ request: irreversible, say: (percent) => (percent === 20 ? "fail" : "pass") });
    await submitCommand(
      { kind: "promote-now", actor: "grace", reason: "the migration is done" },
      { ...made, newId: () => "c1" },
    );
    const judging = { objectives: made.request().objectives, judge: made.request().judge };
    await reconcile(
      { ...where, mode: "watch", judging },
      { ...made.ports, metrics: { read: async () => ({ atMs: made.clock.nowMs(), arms: {} }) } },
    );
    expect(weights(made)).toEqual([5, 20, 100]);
  });
});
