import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { bench, scripted, v1, v2 } from "./bench.ts";

const passing = scripted(() => "pass");

describe("a cancelled rollout", () => {
  it.each([0, 5, 20, 50, 100])("is taken back first and recorded second, at %i %", async (percent) => {
    const { target, ports, request, clock, channel } = await bench({ live: v1 });
    const abort = new AbortController();
    const order: string[] = [];
    target.faults.effect = ({ kind }) => {
      order.push(kind);
      return undefined;
    };
    target.faults.write = (record) => {
      order.push(`write ${record.rollout?.phase}`);
      return undefined;
    };
    let abortedAtMs = 0;
    const cancelling = scripted((seen, phase) => {
      const isThere = seen === percent && (percent > 0 ? phase === "observing" || phase === "baking" : true);
      if (isThere && !abort.signal.aborted) {
        order.length = 0;
        abortedAtMs = clock.nowMs();
        abort.abort();
      }
      return "pass";
    });
    const { kind } = await startRollout(request(), ports, cancelling, abort.signal);
    expect(kind).toBe(percent === 0 ? "abandoned" : "rolled-back");
    // Noting that a notice was delivered may come in between; nothing that moves traffic may.
    expect(order.filter((call) => call !== "write admitted").slice(0, 2)).toEqual(["restore", "write rolling-back"]);
    expect(clock.nowMs() - abortedAtMs).toBeLessThan(5_000);
    expect(target.candidatePercent).toBe(0);
    expect(target.stored?.record).toMatchObject({ live: v1, quarantine: [], outbox: [] });
    expect(channel.kinds().at(-1)).toBe(percent === 0 ? "failed" : "rolled-back");
  });

  it("is not held up by a target or a judge that does not answer", async () => {
    const { target, ports, request, clock } = await bench({ live: v1 });
    const abort = new AbortController();
    const hanging = async () => {
      clock.at(clock.nowMs() + 100, () => abort.abort());
      return new Promise<never>(() => {});
    };
    const startedMs = clock.nowMs();
    const { kind } = await startRollout(request(), ports, hanging, abort.signal);
    expect(kind).toBe("abandoned");
    expect(target.done.at(-1)?.effect.kind).toBe("restore");
    expect(clock.nowMs() - startedMs).toBeLessThan(7_000);
  });

  it("that the target refuses to take back is left to the lease within the budget, and says so", async () => {
    const { target, ports, request, clock } = await bench({ live: v1 });
    const abort = new AbortController();
    target.faults.effect = ({ kind }) => (kind === "restore" ? "refuses" : undefined);
    const cancelling = scripted((percent) => {
      if (percent === 20) abort.abort();
      return "pass";
    });
    const startedMs = clock.nowMs();
    const { kind, rollout } = await startRollout(request(), ports, cancelling, abort.signal);
    expect(kind).toBe("rollback-failed");
    expect(rollout?.failure?.kind).toBe("cancelled");
    expect(clock.nowMs() - startedMs).toBeLessThan(30_000);
    // Whoever gives up leaves the target a lease that is over, and not none.
    expect((await target.observe()).candidatePercent).toBe(0);
    expect(target.stored?.record.rollout).toMatchObject({ phase: "rolling-back" });
  });

  it("past the point of no return is finished instead", async () => {
    const { target, ports, request } = await bench({ live: v1 });
    const abort = new AbortController();
    target.faults.effect = ({ kind }) => {
      if (kind === "promote") abort.abort();
      return undefined;
    };
    expect((await startRollout(request(), ports, passing, abort.signal)).kind).toBe("succeeded");
    expect(target.stored?.record.live).toEqual(v2);
  });
});
