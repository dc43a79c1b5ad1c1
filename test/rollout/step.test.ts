import { describe, expect, it } from "vitest";
import { type Phase, phaseSchema } from "../../src/rollout/phase.ts";
import type { Observation } from "../../src/rollout/ports.ts";
import { deliveryRecordSchema } from "../../src/rollout/record.ts";
import { step } from "../../src/rollout/step.ts";
import { type VerdictName, v1, v2, v3, verdicts } from "./bench.ts";
import { observed, promoted, recordIn, restored, sinceMs } from "./record-in.ts";

const audience = [{ name: "team", wantsProgress: true }];
const nothing = { requests: 0, failures: 0 };
const inTime = sinceMs + 1_000;
const atDeadline = sinceMs + 5_000;

function phaseAfter(phase: Phase, observation: Observation | undefined, verdict?: VerdictName, nowMs = inTime): Phase {
  const seen = {
    nowMs,
    ...(observation === undefined ? {} : { observation }),
    ...(verdict === undefined ? {} : { verdict: verdicts[verdict] }),
  };
  const after = step(recordIn(phase), seen, audience);
  expect(deliveryRecordSchema.safeParse(after).error).toBeUndefined();
  return after.rollout?.phase ?? "admitted";
}

describe("a verdict in a judged phase", () => {
  it.each<[VerdictName, Phase, Phase]>([
    ["pass", "shifting", "shifting"],
    ["continue", "observing", "rolling-back"],
    ["fail", "rolling-back", "rolling-back"],
    ["no-traffic", "holding", "holding"],
    ["shared-cause", "holding", "holding"],
    ["routing", "holding", "holding"],
    ["provider-error", "holding", "holding"],
    ["skipped", "holding", "holding"],
    ["low-power", "observing", "rolling-back"],
    ["conflicting", "observing", "rolling-back"],
  ])("%s while observing leads to %s in time, and to %s when time is up", (verdict, early, late) => {
    expect(phaseAfter("observing", observed(5), verdict, inTime)).toBe(early);
    expect(phaseAfter("observing", observed(5), verdict, atDeadline)).toBe(late);
  });

  it.each<[VerdictName, Phase, Phase]>([
    ["pass", "settling", "observing"],
    ["continue", "settling", "observing"],
    ["fail", "rolling-back", "rolling-back"],
    ["no-traffic", "settling", "observing"],
    ["shared-cause", "settling", "observing"],
    ["routing", "settling", "observing"],
    ["provider-error", "settling", "observing"],
    ["skipped", "settling", "observing"],
  ])("%s while settling leads to %s in time, and to %s when the warm-up is over", (verdict, early, late) => {
    expect(phaseAfter("settling", observed(5), verdict, inTime)).toBe(early);
    expect(phaseAfter("settling", observed(5), verdict, atDeadline)).toBe(late);
  });

  it.each<[VerdictName, Phase, Phase]>([
    ["pass", "observing", "observing"],
    ["continue", "observing", "observing"],
    ["fail", "rolling-back", "rolling-back"],
    ["no-traffic", "holding", "rolling-back"],
    ["shared-cause", "holding", "rolling-back"],
    ["routing", "holding", "rolling-back"],
    ["provider-error", "holding", "rolling-back"],
    ["skipped", "holding", "rolling-back"],
    ["low-power", "holding", "rolling-back"],
    ["conflicting", "holding", "rolling-back"],
  ])("%s while holding leads to %s in time, and to %s at the limit", (verdict, early, late) => {
    expect(phaseAfter("holding", observed(5), verdict, inTime)).toBe(early);
    expect(phaseAfter("holding", observed(5), verdict, atDeadline)).toBe(late);
  });

  it.each<[VerdictName, Phase, Phase]>([
    ["pass", "baking", "promoting"],
    ["continue", "baking", "rolling-back"],
    ["fail", "rolling-back", "rolling-back"],
    ["no-traffic", "holding", "holding"],
    ["shared-cause", "holding", "holding"],
    ["routing", "holding", "holding"],
    ["provider-error", "holding", "holding"],
    ["skipped", "holding", "holding"],
    ["low-power", "baking", "rolling-back"],
    ["conflicting", "baking", "rolling-back"],
  ])("%s while baking leads to %s in time, and to %s when the bake is over", (verdict, early, late) => {
    const baking = (nowMs: number) => {
      const record = recordIn("baking", { stepIndex: 3, candidatePercent: 100 });
      return step(record, { nowMs, observation: observed(100), verdict: verdicts[verdict] }, audience).rollout?.phase;
    };
    expect(baking(inTime)).toBe(early);
    expect(baking(atDeadline)).toBe(late);
  });
});

describe("an event in a phase", () => {
  const cases: [string, Observation | undefined, Partial<Record<Phase, [early: Phase, late: Phase]>>][] = [
    [
      "the target does not answer",
      undefined,
      {
        preparing: ["preparing", "rolling-back"],
        shifting: ["shifting", "rolling-back"],
        settling: ["settling", "observing"],
        observing: ["holding", "holding"],
        holding: ["holding", "rolling-back"],
        baking: ["holding", "holding"],
        promoting: ["promoting", "rolling-back"],
        "rolling-back": ["rolling-back", "rollback-failed"],
        "rollback-failed": ["rollback-failed", "rollback-failed"],
      },
    ],
    [
      "the candidate is not ready",
      observed(5, { ready: false, notReadyReason: "503" }),
      {
        preparing: ["preparing", "rolling-back"],
        shifting: ["rolling-back", "rolling-back"],
        settling: ["rolling-back", "rolling-back"],
        observing: ["rolling-back", "rolling-back"],
        holding: ["rolling-back", "rolling-back"],
        baking: ["rolling-back", "rolling-back"],
        promoting: ["promoting", "rolling-back"],
        "rolling-back": ["rolling-back", "rollback-failed"],
        "rollback-failed": ["rollback-failed", "rollback-failed"],
      },
    ],
    [
      "the candidate has crashed",
      observed(5, { restarts: 1 }),
      {
        preparing: ["rolling-back", "rolling-back"],
        shifting: ["rolling-back", "rolling-back"],
        settling: ["rolling-back", "rolling-back"],
        observing: ["rolling-back", "rolling-back"],
        holding: ["rolling-back", "rolling-back"],
        baking: ["rolling-back", "rolling-back"],
        promoting: ["promoting", "rolling-back"],
      },
    ],
    [
      "the candidate is ready and has 5 %",
      observed(5),
      {
        preparing: ["shifting", "shifting"],
        shifting: ["settling", "settling"],
        settling: ["settling", "observing"],
        observing: ["holding", "holding"],
        holding: ["holding", "rolling-back"],
        baking: ["holding", "holding"],
        promoting: ["promoting", "rolling-back"],
        "rolling-back": ["rolling-back", "rollback-failed"],
      },
    ],
    [
      "the share is another than the step's",
      observed(7),
      {
        shifting: ["shifting", "rolling-back"],
        settling: ["rolling-back", "rolling-back"],
        observing: ["rolling-back", "rolling-back"],
        holding: ["rolling-back", "rolling-back"],
        baking: ["rolling-back", "rolling-back"],
      },
    ],
    [
      "everything is on stable and the candidate is gone",
      restored,
      {
        preparing: ["preparing", "rolling-back"],
        shifting: ["rolling-back", "rolling-back"],
        settling: ["rolling-back", "rolling-back"],
        observing: ["rolling-back", "rolling-back"],
        holding: ["rolling-back", "rolling-back"],
        baking: ["rolling-back", "rolling-back"],
        promoting: ["promoting", "rolling-back"],
        "rolling-back": ["rolled-back", "rolled-back"],
        "rollback-failed": ["rolled-back", "rolled-back"],
      },
    ],
    [
      "everything is on stable, which is not ready",
      { ...restored, arms: { stable: { release: v1, ready: false, instances: 2, restarts: 0 } } },
      {
        "rolling-back": ["rolling-back", "rollback-failed"],
        "rollback-failed": ["rollback-failed", "rollback-failed"],
      },
    ],
    [
      "everything is on another release than the recorded one",
      { ...restored, arms: { stable: { release: v3, ready: true, instances: 2, restarts: 0 } } },
      {
        promoting: ["promoting", "rolling-back"],
        "rolling-back": ["rolling-back", "rollback-failed"],
      },
    ],
    [
      "the candidate has become the stable arm",
      promoted,
      {
        observing: ["rolling-back", "rolling-back"],
        promoting: ["succeeded", "succeeded"],
        "rolling-back": ["rolling-back", "rollback-failed"],
      },
    ],
  ];

  const flat = cases.flatMap(([event, observation, phases]) =>
    Object.entries(phases).map(([phase, [early, late]]) => {
      return [event, phaseSchema.parse(phase), early, late, observation] as const;
    }),
  );

  it.each(flat)("%s in %s: %s in time, %s past the deadline", (_, phase, early, late, observation) => {
    // A bake has all the traffic; the other phases of the table are at the first step.
    const at =
      phase === "baking" && observation?.candidatePercent === 5
        ? { ...observation, candidatePercent: 100 }
        : observation;
    const record = phase === "baking" ? recordIn(phase, { stepIndex: 3 }) : recordIn(phase);
    const phaseAt = (nowMs: number) =>
      step(record, { nowMs, ...(at === undefined ? {} : { observation: at }) }, audience).rollout?.phase;
    expect([phaseAt(inTime), phaseAt(atDeadline)]).toEqual([early, late]);
  });

  it.each(phaseSchema.options)("a deadline that is no number counts as past in %s", (phase) => {
    const record = recordIn(phase, { deadlineMs: Number.NaN });
    const left = step(record, { nowMs: inTime }, audience).rollout?.phase;
    const waiting: Phase[] = ["rollback-failed", "frozen", "succeeded", "rolled-back", "abandoned"];
    expect(left === phase).toBe(waiting.includes(phase));
  });

  it.each<Phase>(["succeeded", "rolled-back", "abandoned"])("nothing ever leaves %s", (phase) => {
    const record = recordIn(phase, { endedAtMs: sinceMs });
    for (const observation of [undefined, observed(5), restored, promoted]) {
      const seen = { nowMs: atDeadline, verdict: verdicts.pass, ...(observation === undefined ? {} : { observation }) };
      expect(step(record, seen, audience)).toBe(record);
    }
  });
});

describe("a look made while a person decides", () => {
  const command = { id: "c1", rolloutId: "", actor: "grace", reason: "lunch", atMs: sinceMs } as const;

  function decided(phase: Phase, kind: "pause" | "resume" | "promote-now", verdict: VerdictName) {
    const pause = { kind: "manual", actor: "grace", reason: "lunch", sinceMs, resume: "observing" } as const;
    const record = recordIn(phase, phase === "paused" ? { pause } : {});
    const commands = [{ ...command, kind, rolloutId: record.rollout?.id ?? "" }];
    const seen = { nowMs: inTime, observation: observed(5), verdict: verdicts[verdict] };
    const { rollout, audit } = step({ ...record, commands }, seen, audience);
    return [rollout?.phase, audit.map(({ action }) => action)];
  }

  it.each<[Phase, "pause" | "resume" | "promote-now", Phase]>([
    ["settling", "pause", "paused"],
    ["observing", "pause", "paused"],
    ["holding", "pause", "paused"],
    ["observing", "promote-now", "shifting"],
  ])("of a rollout in %s counts: %s leads to %s, but not past a failure", (phase, kind, done) => {
    expect(decided(phase, kind, "continue")).toEqual([done, [kind]]);
    expect(decided(phase, kind, "fail")).toEqual(["rolling-back", [kind]]);
  });

  it("of a paused rollout counts when it is resumed", () => {
    expect(decided("paused", "resume", "continue")).toEqual(["observing", ["resume"]]);
    expect(decided("paused", "resume", "fail")).toEqual(["rolling-back", ["resume"]]);
  });
});

describe("what a rollout's end means", () => {
  const end = (phase: Phase, changes: object, observation: Observation) =>
    step(recordIn(phase, changes), { nowMs: inTime, observation }, audience);

  it("a success makes the candidate live and remembers what was", () => {
    const after = end("promoting", {}, promoted);
    expect(after).toMatchObject({ live: v2, previous: [v1], quarantine: [], history: [{ phase: "succeeded" }] });
    expect(after.rollout).toMatchObject({ endedAtMs: inTime, candidatePercent: 100 });
    expect(after.rollout?.lease).toBeUndefined();
    expect(after.outbox.map(({ notice }) => notice.kind)).toEqual(["succeeded"]);
  });

  it.each([
    ["verdict", true, "rolled-back", "rolled-back"],
    ["not-ready", true, "rolled-back", "rolled-back"],
    ["crashed", true, "rolled-back", "rolled-back"],
    ["inconclusive", false, "rolled-back", "rolled-back"],
    ["no-traffic", false, "rolled-back", "rolled-back"],
    ["no-metrics", false, "rolled-back", "rolled-back"],
    ["shared-cause", false, "rolled-back", "rolled-back"],
    ["target", false, "rolled-back", "rolled-back"],
    ["cancelled", false, "rolled-back", "rolled-back"],
    ["lease-expired", false, "rolled-back", "rolled-back"],
    ["manual", false, "rolled-back", "rolled-back"],
  ])("a failure by %s puts the digest into quarantine: %s", (kind, isQuarantined, phase, notice) => {
    const after = end("rolling-back", { failure: { kind, text: "why", atMs: sinceMs } }, restored);
    expect(after.quarantine.map(({ digest }) => digest)).toEqual(isQuarantined ? [v2.digest] : []);
    expect(after).toMatchObject({ live: v1, previous: [], rollout: { phase, restoredAtMs: inTime } });
    expect(after.outbox.map((entry) => entry.notice.kind)).toEqual([notice]);
  });

  it("a cancelled rollout that no request had reached is abandoned", () => {
    const failure = { kind: "cancelled", text: "the run was cancelled", atMs: sinceMs };
    const after = end("rolling-back", { failure, stepIndex: -1 }, restored);
    expect(after).toMatchObject({ live: v1, quarantine: [], rollout: { phase: "abandoned" } });
    expect(after.outbox.map(({ notice }) => notice.kind)).toEqual(["failed"]);
  });

  it("a time of being back is taken away again when the target says otherwise", () => {
    const after = step(recordIn("rolling-back", { restoredAtMs: 1 }), { nowMs: inTime, observation: observed(5) }, []);
    expect(after.rollout?.restoredAtMs).toBeUndefined();
  });

  it.each([
    [1, "holding"],
    [0, "observing"],
  ])("%i polls without counters, and nothing decided yet, leave a held rollout %s", (consecutiveErrors, phase) => {
    const judge = {
      stepStartedAtMs: sinceMs,
      isFirstStep: true,
      provider: { consecutiveErrors, lastSampleAtMs: sinceMs },
      failingRun: { stable: nothing, candidate: nothing },
      indicators: {},
    };
    const seen = { nowMs: inTime, observation: observed(5), verdict: verdicts.continue, judge };
    expect(step(recordIn("holding"), seen, []).rollout?.phase).toBe(phase);
  });

  it("holding does not begin anew each time: what was held before counts", () => {
    const { rollout } = recordIn("observing");
    const maxHoldMs = rollout?.plan.maxHoldMs ?? 0;
    const seen = { nowMs: inTime, observation: observed(5), verdict: verdicts["provider-error"] };
    const after = step(recordIn("observing", { heldMs: maxHoldMs - 10 }), seen, []);
    expect(after.rollout).toMatchObject({ phase: "holding", deadlineMs: inTime + 10 });
  });
});
