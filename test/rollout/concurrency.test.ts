import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { bench, limits, scripted, v1, v2, v3 } from "./bench.ts";
import { MortalTarget } from "./mortal-target.ts";

const passing = scripted(() => "pass");

describe("two rollouts at once", () => {
  it("the second is refused while the first is alive, and the first is not disturbed", async () => {
    const { ports, request } = await bench({ live: v1 });
    const [first, second] = await Promise.all([
      startRollout(request(), ports, passing),
      startRollout(request({ candidate: v3, holder: "run 2" }), ports, passing),
    ]);
    expect(first.kind).toBe("succeeded");
    expect(second).toMatchObject({ kind: "refused", refusal: "in-progress" });
    expect(second.message).toContain("run 1");
  });

  it("the next one ends what a dead one left behind, then goes on its own way", async () => {
    const { ports, request, target, clock, channel } = await bench({ live: v1, enforcesLease: false });
    const actor = new MortalTarget(target);
    void startRollout(request(), { ...ports, target: actor }, passing);
    await clock.until(clock.nowMs() + 1_500);
    actor.kill();
    const tooEarly = await startRollout(request({ candidate: v3, holder: "run 2" }), ports, passing);
    expect(tooEarly).toMatchObject({ kind: "refused", refusal: "in-progress" });
    await clock.until(clock.nowMs() + limits.leaseMs);
    const next = await startRollout(request({ candidate: v3, holder: "run 2" }), ports, passing);
    expect(next.kind).toBe("succeeded");
    expect(target.stored?.record).toMatchObject({ live: v3, previous: [v1] });
    const finals = channel.got.map(({ notice }) => notice).filter(isFinal);
    expect(finals.map(({ version }) => version)).toEqual([v2.version, v3.version]);
  });

  it("a second attempt of the same run does not wait for the lease of the first", async () => {
    const { ports, request, target, clock } = await bench({ live: v1 });
    const actor = new MortalTarget(target);
    const attempt = (n: number) => request({ holder: `attempt ${n}`, runUrl: "run/1" });
    void startRollout(attempt(1), { ...ports, target: actor }, passing);
    await clock.until(clock.nowMs() + 4_000);
    actor.kill();
    expect((await startRollout(attempt(2), ports, passing)).kind).toBe("succeeded");
    expect(target.stored?.record).toMatchObject({
      live: v2,
      history: [{ phase: "succeeded" }, { phase: "rolled-back" }],
    });
  });
});
