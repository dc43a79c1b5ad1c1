import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { bench, scripted, v1 } from "./bench.ts";
import { JumpingClock } from "./invariants/jumping-clock.ts";

describe("the clock of an engine's machine", () => {
  it("that jumps back while the rollout holds leaves a record that can be read", async () => {
    const made = await bench({ live: v1, enforcesLease: false });
    const clock = new JumpingClock(made.clock);
    let held = 0;
    const say = scripted((percent, phase) => {
      if (percent !== 20 || (phase !== "observing" && phase !== "holding")) return "pass";
      if (phase === "holding") held += 1;
      if (held === 1) clock.jump(-60_000);
      return held < 3 ? "routing" : "pass";
    });
    const outcome = await startRollout(made.request(), { ...made.ports, clock }, say);
    expect(outcome.kind).toBe("succeeded");
    expect(outcome.rollout?.timeline.map(({ phase }) => phase)).toContain("holding");
  });
});
