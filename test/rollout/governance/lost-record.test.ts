import { describe, expect, it } from "vitest";
import { startRollout } from "../../../src/rollout/engine.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import { bench, scripted, v1, v2 } from "../bench.ts";
import { tell, weights, where } from "./story.ts";

/** What fails at 20 % stays there. */
const irreversible20 = { irreversibleFromPercent: 20 };

describe("a record that was lost", () => {
  it("between two rollouts does not make the next one a first delivery", async () => {
    const made = await bench({ live: v1 });
    made.target.stored = undefined;
    const outcome = await startRollout(
      made.request(),
      made.ports,
      scripted(() => "pass"),
    );
    expect([outcome.kind, weights(made)]).toEqual(["succeeded", [5, 20, 50, 100]]);
    expect(made.target.stored).toMatchObject({ record: { live: v2, previous: [v1] } });
  });

  it.each(["watch", "recover", "rollback"] as const)(
    "in the middle of a rollout is no reason to leave it there: %s takes it back, and tells",
    async (mode) => {
      const made = await tell({ say: (percent) => (percent === 20 ? "fail" : "pass"), request: irreversible20 });
      expect(made.target.candidatePercent).toBe(20);
      made.target.stored = undefined;
      const ending = await reconcile({ ...where, mode }, made.ports);
      expect(ending.kind).toBe("rolled-back");
      expect(ending.message).toContain("the record was lost");
      expect([made.target.candidatePercent, made.target.arms.candidate]).toEqual([0, undefined]);
      expect(made.target.stored).toMatchObject({ record: { live: v1, quarantine: [] } });
      expect(made.channel.kinds().slice(-1)).toEqual(["rolled-back"]);
      expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("nothing-to-do");
    },
  );

  it("where one release serves is no reason to do anything", async () => {
    const made = await bench({ live: v1 });
    made.target.stored = undefined;
    expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("nothing-to-do");
    expect([made.target.done, made.target.stored]).toEqual([[], undefined]);
  });

  it("is not guessed at when the target does not say what it runs", async () => {
    const made = await bench({ live: v1 });
    made.target.stored = undefined;
    made.target.faults.observe = () => "refuses";
    await expect(
      startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      ),
    ).rejects.toMatchObject({ code: "unavailable" });
    expect(made.target.done).toEqual([]);
  });
});

describe("a record that gives no answer", () => {
  it("is given up after ten seconds, before anything is done", async () => {
    const made = await bench({ live: v1 });
    const silent = {
      ...made.ports,
      target: Object.assign(Object.create(made.target), {
        read: () => new Promise(() => {}),
        capabilities: made.target.capabilities,
      }),
    };
    const startedMs = made.clock.nowMs();
    await expect(
      startRollout(
        made.request(),
        silent,
        scripted(() => "pass"),
      ),
    ).rejects.toMatchObject({ code: "unavailable" });
    expect(made.clock.nowMs() - startedMs).toBe(10_000);
  });
});
