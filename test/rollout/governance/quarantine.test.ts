import { describe, expect, it } from "vitest";
import { startRollout } from "../../../src/rollout/engine.ts";
import { submitRetry } from "../../../src/rollout/governance/submit-command.ts";
import { reconcile } from "../../../src/rollout/reconcile.ts";
import { scripted, v1, v2 } from "../bench.ts";
import { tell, where } from "./story.ts";

describe("quarantine", () => {
  it("refuses a digest that failed, until it is lifted with a reason", async () => {
    const made = await tell({ say: () => "fail" });
    const again = () =>
      startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      );
    expect(await again()).toMatchObject({
      kind: "refused",
      refusal: "quarantined",
      message: expect.stringContaining("tidegate retry"),
    });
    const ports = { ...made, newId: () => "c" };
    expect((await submitRetry({ release: "9.9.9", actor: "g", reason: "r" }, ports)).message).toContain("1.1.0 is");
    expect((await submitRetry({ release: "1.1.0", actor: "grace", reason: "the database was down" }, ports)).kind).toBe(
      "submitted",
    );
    expect((await again()).kind).toBe("succeeded");
    expect(made.target.stored?.record.audit).toMatchObject([
      { action: "lift-quarantine", actor: "grace", reason: "the database was down" },
    ]);
  });

  it("keeps out what a sync from Git asks for again and again after it went back", async () => {
    const made = await tell({ say: () => "fail" });
    const doneBefore = made.target.done.length;
    for (let sync = 1; sync <= 60; sync++) {
      await made.clock.until(made.clock.nowMs() + 60_000);
      const synced = await startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      );
      expect(synced).toMatchObject({ kind: "refused", refusal: "quarantined" });
      expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("nothing-to-do");
    }
    expect(made.target.done).toHaveLength(doneBefore);
    expect(made.target.stored?.record).toMatchObject({ live: v1, quarantine: [{ digest: v2.digest }] });
  });

  it("takes in what a person takes back after it had succeeded, and lets it out when it is named again", async () => {
    const made = await tell({});
    expect((await reconcile({ ...where, mode: "rollback" }, made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record).toMatchObject({
      live: v1,
      quarantine: [{ kind: "withdrawn", digest: v2.digest }],
    });
    expect(
      await startRollout(
        made.request(),
        made.ports,
        scripted(() => "pass"),
      ),
    ).toMatchObject({ refusal: "quarantined" });
    expect((await reconcile({ ...where, mode: "rollback", to: "1.1.0" }, made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record).toMatchObject({ live: v2, quarantine: [] });
  });
});
