import { describe, expect, it } from "vitest";
import { expireLease } from "../../src/rollout/expire-lease.ts";
import { type Phase, phaseSchema } from "../../src/rollout/phase.ts";
import { deliveryRecordSchema } from "../../src/rollout/record.ts";
import { recordIn } from "./record-in.ts";

const untilMs = 50_000;

describe("expireLease", () => {
  it.each([
    ["a moment before", untilMs - 1, false],
    ["at the moment", untilMs, true],
    ["long after", untilMs * 10, true],
    ["at a time that is no number", Number.NaN, true],
  ])("%s the lease's end decides: %s → %s", (_, nowMs, isTaken) => {
    expect(
      expireLease(recordIn("observing", { lease: { mode: "drive", holder: "run 1", untilMs } }), nowMs) !== undefined,
    ).toBe(isTaken);
  });

  const left: Phase[] = ["promoting", "frozen", "succeeded", "rolled-back", "abandoned"];
  it.each(phaseSchema.options.map((phase) => [phase, !left.includes(phase)] as const))(
    "takes the traffic back in %s: %s",
    (phase, isTaken) => {
      const record = recordIn(phase, { lease: { mode: "drive", holder: "run 1", untilMs } });
      expect(expireLease(record, untilMs) !== undefined).toBe(isTaken);
    },
  );

  it("raises the epoch, drops the lease, says why, and happens only once", () => {
    const record = recordIn("observing", { lease: { mode: "drive", holder: "run 1", untilMs } });
    const expired = expireLease(record, untilMs + 5);
    expect(deliveryRecordSchema.parse(expired)).toMatchObject({
      epoch: record.epoch + 1,
      rollout: {
        phase: "rolling-back",
        candidatePercent: 0,
        restoredAtMs: untilMs + 5,
        failure: { kind: "lease-expired" },
      },
    });
    expect(expired?.rollout?.lease).toBeUndefined();
    expect(expired && expireLease(expired, untilMs + 1_000_000)).toBeUndefined();
  });

  it("does nothing without a rollout or a lease", () => {
    const { rollout: _, ...none } = recordIn("observing");
    expect(expireLease(none, untilMs)).toBeUndefined();
    expect(expireLease(recordIn("observing", { lease: undefined }), untilMs)).toBeUndefined();
  });
});
