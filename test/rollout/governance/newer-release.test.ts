import { describe, expect, it } from "vitest";
import { startRollout } from "../../../src/rollout/engine.ts";
import type { GovernanceSettings } from "../../../src/rollout/governance/policy.ts";
import { bench, release, scripted, v1, v2, v3 } from "../bench.ts";
import { governance } from "./story.ts";

describe("a newer release that arrives", () => {
  const order = [v1, v2, v3].map(({ commit }) => commit);
  const isAncestor = async (older: string, newer: string) =>
    order.indexOf(older as never) < order.indexOf(newer as never);

  async function two(settings: GovernanceSettings, first = v2, second = v3) {
    const made = await bench({ live: v1 });
    const say = scripted(() => "pass");
    const request = { isAncestor, governance: governance(settings) };
    const one = startRollout(made.request({ ...request, candidate: first, holder: "run 1" }), made.ports, say);
    await made.clock.until(made.clock.nowMs() + 4_000);
    const other = startRollout(made.request({ ...request, candidate: second, holder: "run 2" }), made.ports, say);
    return { made, outcomes: [(await one).kind, (await other).kind], refusal: (await other).refusal };
  }

  it("is refused at once where the pipeline queues", async () => {
    expect((await two({})).outcomes).toEqual(["succeeded", "refused"]);
  });

  it("waits for the other's end", async () => {
    const { made, outcomes } = await two({ waitMs: 600_000 });
    expect(outcomes).toEqual(["succeeded", "succeeded"]);
    expect(made.target.stored?.record).toMatchObject({ live: v3, previous: [v2, v1] });
  });

  it("supersedes: the other goes back to stable first, and both are told of", async () => {
    const { made, outcomes } = await two({ onNewer: "supersede" });
    expect(outcomes).toEqual(["lost", "succeeded"]);
    expect(made.target.stored?.record).toMatchObject({ live: v3, previous: [v1], quarantine: [] });
    const effects = made.target.done.map(({ effect }) => effect);
    const back = effects.findIndex(({ kind }) => kind === "restore");
    expect(effects[back]).toMatchObject({ stable: v1 });
    expect(effects.slice(back).find(({ kind }) => kind === "prepare")).toMatchObject({ release: v3 });
    expect(made.channel.got.map(({ notice }) => notice.text).join()).toContain("superseded by 1.2.0");
  });

  it.each([{ onNewer: "supersede" as const, waitMs: 600_000 }, { waitMs: 600_000 }])(
    "and is the older one of two started in reverse order never overwrites the newer: %j",
    async (settings) => {
      const { made, outcomes, refusal } = await two(settings, v3, v2);
      expect([outcomes, refusal]).toEqual([["succeeded", "refused"], "older-than-live"]);
      expect(made.target.stored?.record.live).toEqual(v3);
    },
  );
});

it("the releases of these stories are different ones", () => {
  expect(new Set([v1, v2, v3, release("9.0.0", "9")].map(({ digest }) => digest)).size).toBe(4);
});
