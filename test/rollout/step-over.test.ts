import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { RolloutRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, scripted, v1, v2, v3 } from "./bench.ts";

const passing = scripted(() => "pass");
const where = { service: "info", environment: "production", reason: "it hurts", actor: "grace", holder: "hand" };

/** The candidate failed, and meanwhile stable has stopped to answer its health check. */
async function blocked(): Promise<Bench> {
  const made = await bench({ live: v1 });
  const { stable } = made.target.arms;
  if (stable === undefined) throw new TypeError("nothing is live");
  stable.readyAtMs = Number.POSITIVE_INFINITY;
  made.target.startsWithin = ({ version }) => (version === v1.version ? Number.POSITIVE_INFINITY : 500);
  const failing = scripted((percent) => (percent === 20 ? "fail" : "pass"));
  expect((await startRollout(made.request(), made.ports, failing)).kind).toBe("rollback-failed");
  return made;
}

const deliver = (made: Bench, changes: Partial<RolloutRequest>, assess = passing) => {
  const fix = { candidate: v3, actor: "grace", holder: "run 2", runUrl: "run/2", reason: "mends the login" };
  return startRollout(made.request({ ...fix, ...changes }), made.ports, assess);
};
const weights = ({ target }: Bench, version: string) =>
  target.done.flatMap(({ effect, percent }) => (effect.kind === "set-weight" && version !== "" ? [percent] : []));

describe("a hot fix over a rollout that cannot be taken back", () => {
  it("gets all requests once it is ready, because there is nothing to compare with, and succeeds", async () => {
    const made = await blocked();
    const before = weights(made, "all").length;
    expect(await deliver(made, { isHotfix: true })).toMatchObject({ kind: "succeeded" });
    expect(weights(made, "all").slice(before)).toEqual([100]);
    expect(made.target.arms.stable?.release).toEqual(v3);
  });

  it("ends the other in the record: one final notice, quarantine, history, and who said so", async () => {
    const made = await blocked();
    await deliver(made, { isHotfix: true });
    const record = made.target.stored?.record;
    expect(record).toMatchObject({ live: v3, quarantine: [{ digest: v2.digest, kind: "failed" }], outbox: [] });
    expect(record?.history.map(({ release, phase }) => `${release.version} ${phase}`)).toEqual([
      "1.2.0 succeeded",
      "1.1.0 rollback-failed",
    ]);
    const told = made.channel.got.filter(({ notice }) => notice.kind !== "progress");
    expect(told.map(({ notice }) => `${notice.version} ${notice.kind}`)).toEqual([
      "1.1.0 started",
      "1.1.0 rollback-failed",
      "1.1.0 failed",
      "1.2.0 started",
      "1.2.0 succeeded",
    ]);
    expect(record?.audit.map(({ action, actor, reason }) => [action, actor, reason])).toEqual([
      ["hotfix", "grace", "mends the login"],
      ["step-over", "grace", "mends the login"],
    ]);
  });

  it("goes back to the recorded release if it fails too, once that can serve", async () => {
    const made = await blocked();
    const outcome = await deliver(
      made,
      { isHotfix: true },
      scripted(() => "fail"),
    );
    expect(outcome).toMatchObject({ kind: "rollback-failed", rollout: { stable: v1, candidate: v3 } });
    const { stable } = made.target.arms;
    if (stable !== undefined) stable.readyAtMs = made.clock.nowMs();
    made.target.startsWithin = () => 500;
    expect(await reconcile({ ...where, mode: "watch" }, made.ports)).toMatchObject({ kind: "rolled-back" });
    expect([made.target.arms.stable?.release, made.target.stored?.record.live]).toEqual([v1, v1]);
  });

  it.each<[string, Partial<RolloutRequest>, string]>([
    ["anything but a hot fix", {}, "in-progress"],
    ["the very release that failed", { isHotfix: true, candidate: v2 }, "in-progress"],
    ["what is live already", { isHotfix: true, candidate: v1 }, "already-live"],
    ["what is older than what is live", { isHotfix: true, isAncestor: async () => true }, "older-than-live"],
  ])("is not %s", async (_what, changes, refusal) => {
    const made = await blocked();
    expect(await deliver(made, changes)).toMatchObject({ kind: "refused", refusal });
    expect(made.target.stored?.record.rollout).toMatchObject({ phase: "rollback-failed", candidate: v2 });
  });

  it("waits while requests are still on the failed candidate, whose place it would take, and says what to do", async () => {
    const made = await bench({ live: v1, enforcesLease: false });
    made.target.faults.effect = ({ kind }) => (kind === "restore" ? "refuses" : undefined);
    await startRollout(
      made.request(),
      made.ports,
      scripted((percent) => (percent === 20 ? "fail" : "pass")),
    );
    const outcome = await deliver(made, { isHotfix: true });
    expect(outcome).toMatchObject({ kind: "refused", refusal: "in-progress" });
    expect(outcome.message).toContain(
      "1.1.0 could not be taken back to 1.0.0: 20 % of the requests are still on 1.1.0, where a fix would have to be started in its place",
    );
    expect(outcome.message).toContain("the target does not answer to restore");
    expect(outcome.message).toContain("Repair the target, then run the watchdog workflow or deliver the fix again.");
    expect([made.target.candidatePercent, made.target.arms.candidate?.release]).toEqual([20, v2]);
  });

  it("waits while the target does not answer", async () => {
    const made = await blocked();
    made.target.faults.observe = () => "refuses";
    const outcome = await deliver(made, { isHotfix: true });
    expect(outcome).toMatchObject({ kind: "refused", refusal: "in-progress" });
    expect(outcome.message).toContain("and the target does not answer");
  });

  it("is delivered as any other once the other could be taken back after all", async () => {
    const made = await blocked();
    const { stable } = made.target.arms;
    if (stable !== undefined) stable.readyAtMs = made.clock.nowMs();
    expect(await deliver(made, { isHotfix: true })).toMatchObject({ kind: "succeeded" });
    expect(made.target.stored?.record.history.map(({ phase }) => phase)).toEqual(["succeeded", "rolled-back"]);
    expect(weights(made, "all").slice(-4)).toEqual([5, 20, 50, 100]);
  });
});
