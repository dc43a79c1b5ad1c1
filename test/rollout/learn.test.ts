import { describe, expect, it } from "vitest";
import { kept } from "../../src/rollout/bounded.ts";
import { runRollout } from "../../src/rollout/engine.ts";
import { learntMargins, withLearnt, withoutLearnt } from "../../src/rollout/learn.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { Rollout } from "../../src/rollout/record.ts";
import { judgePolicy } from "../../src/slo/judge-policy.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { enoughRollouts, type PastContrast } from "../../src/slo/learnt-margin.ts";
import { liveRecord, release, trafficBench, v1, v2 } from "./bench.ts";
import { recordIn } from "./record-in.ts";

const objectives = [{ kind: "availability", target: 0.999 }] as const;
const declared = { riskRatio: 1.5 };
const judged = { epoch: 4, stepIndex: 3, atMs: 0, by: "judge" };

/** A judge that has compared that many requests on the candidate. */
function judgeAfter(requests: number): NonNullable<Rollout["judge"]> {
  const settings = { alpha: 0.02, riskRatio: 1.5, minRequests: 50, detectRatio: 50 };
  const step = { gate: "statistics", observeMs: 1, maxObserveMs: 2 } as const;
  const state = startStep(undefined, judgePolicy({ objectives, settings, step, pollMs: 1_000 }), 0);
  const { errors } = state.indicators;
  if (errors === undefined) throw new Error("the fixture has an availability");
  const compared = { stable: { requests, failures: 0 }, candidate: { requests, failures: 0 } };
  return { ...state, indicators: { errors: { ...errors, degraded: { ...errors.degraded, compared } } } };
}

function ended(changes: Partial<Rollout> = {}): Rollout {
  const { rollout } = recordIn("succeeded", { judge: judgeAfter(500), pass: judged, ...changes });
  if (rollout === undefined) throw new Error("the fixture has a rollout");
  return rollout;
}

describe("what a rollout teaches", () => {
  it.each<[string, Partial<Rollout>, number]>([
    ["that passed teaches", {}, 1],
    ["that a person pushed on teaches nothing", { pass: { ...judged, by: "ada" } }, 0],
    ["that mended a broken release teaches nothing", { hotfix: { by: "judge", text: "", atMs: 0 } }, 0],
    ["that nobody judged teaches nothing", { judge: undefined }, 0],
    ["in which nothing was compared teaches nothing", { judge: judgeAfter(0) }, 0],
  ])("one %s", (_, changes, lines) => {
    expect(withLearnt(liveRecord(v1), ended(changes)).learnt ?? []).toHaveLength(lines);
  });

  it("is kept newest first, and no more than fifty", () => {
    let record = liveRecord(v1);
    for (let index = 0; index < kept.learnt + 3; index++) record = withLearnt(record, ended({ id: `r${index}` }));
    expect(record.learnt).toHaveLength(kept.learnt);
    expect(record.learnt?.[0]?.rolloutId).toBe(`r${kept.learnt + 2}`);
  });

  it("is forgotten when the release is taken back by hand afterwards", async () => {
    const made = await trafficBench(v1);
    expect((await runRollout(made.request(), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.learnt).toMatchObject([{ digest: v2.digest }]);
    const where = { service: "info", environment: "production", actor: "ada", holder: "run 2", reason: "it is odd" };
    await reconcile({ ...where, mode: "rollback" }, made.ports);
    expect(made.target.stored?.record.learnt).toEqual([]);
  });

  it("of one release is not forgotten with another", () => {
    const record = withLearnt(liveRecord(v1), ended());
    expect(withoutLearnt(record, release("9.9.9", "9").digest).learnt).toHaveLength(1);
  });
});

/** Arms that were as equal as chance allows, or far apart. */
function past(count: number, score: number) {
  const contrast = { score, information: 100 };
  const none = { score: 0, information: 0 };
  const each: PastContrast = { settled: contrast, warmUp: none, laterWarmUps: none };
  return Array.from({ length: count }, (_, index) => ({
    rolloutId: `r${index}`,
    digest: v1.digest,
    contrasts: { errors: index % 2 === 0 ? each : { ...each, settled: { ...contrast, score: -score } } },
  }));
}

describe("the margin of the next rollout", () => {
  it.each([
    ["without a history is the declared one", 0, 1, undefined],
    ["with one rollout too few is the declared one", enoughRollouts - 1, 1, undefined],
    ["with enough of them that were even is narrow", enoughRollouts, 1, 0.1],
  ])("%s", (_, count, score, atMost) => {
    const { errors } = learntMargins({ learnt: past(count, score) }, objectives, declared);
    if (atMost === undefined) expect(errors).toBeUndefined();
    else expect(errors?.spread).toBeLessThan(atMost);
  });

  it("with enough rollouts whose arms were far apart is wide", () => {
    const { errors } = learntMargins({ learnt: past(enoughRollouts, 80) }, objectives, declared);
    expect(errors?.spread).toBeGreaterThan(0.5);
  });

  it("is fixed in the record when the rollout begins", async () => {
    const made = await trafficBench(undefined);
    await made.target.seed({ ...liveRecord(v1), learnt: past(enoughRollouts, 1) });
    const { kind, rollout } = await runRollout(made.request({ objectives }), made.ports);
    expect(kind).toBe("succeeded");
    expect(rollout?.margins).toEqual(learntMargins({ learnt: past(enoughRollouts, 1) }, objectives, declared));
    expect(rollout?.evidence?.steps[0]?.policy.margins).toEqual(rollout?.margins);
  });
});
