import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { bench, scripted, v1, v2 } from "./bench.ts";

describe("a healthy canary", () => {
  it("is widened step by step, baked, promoted and told of", async () => {
    const { target, ports, request, channel } = await bench({ live: v1 });
    const outcome = await startRollout(
      request(),
      ports,
      scripted(() => "pass"),
    );
    expect(outcome.kind).toBe("succeeded");
    expect(target.done.map(({ effect, percent }) => `${effect.kind} ${percent}`)).toEqual([
      "prepare 0",
      "set-weight 5",
      "set-weight 20",
      "set-weight 50",
      "set-weight 100",
      "promote 0",
    ]);
    expect(target.stored?.record).toMatchObject({ live: v2, previous: [v1], outbox: [], quarantine: [] });
    expect(channel.kinds().at(0)).toBe("started");
    expect(channel.kinds().at(-1)).toBe("succeeded");
  });
});
