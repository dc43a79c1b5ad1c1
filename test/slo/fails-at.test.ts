import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/bench/judge/random.ts";
import { binomial, poisson } from "../../src/bench/judge/sample-counts.ts";
import { failsAt } from "../../src/slo/fails-at.ts";
import { judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { Courtroom, policyWith, type Served, startMs } from "./judge-fixture.ts";

const policy = policyWith({ warmUpMs: 20_000, minDurationMs: 80_000, maxDurationMs: 80_000 });

/** When the judge takes a candidate back that fails so often, and when the short question says so; in seconds. */
function secondsToFail(candidateRatio: number, seed: string) {
  const random = seededRandom(seed);
  const served = (mean: number, ratio: number): Served => {
    const requests = poisson(mean, random);
    return [requests, binomial(requests, ratio, random), binomial(requests, 0.02, random)];
  };
  const room = new Courtroom(policy);
  for (let second = 0; second < 60; second += 1) {
    room.second({ stable: served(80, 0.002), candidate: served(20, candidateRatio) });
  }
  let [short, long] = [startStep(undefined, policy, startMs), startStep(undefined, policy, startMs)];
  const found = { judge: 99, short: 99 };
  for (const [second, poll] of room.polls.entries()) {
    const judged = judge(long, poll, policy);
    const asked = failsAt(short, poll, policy);
    [long, short] = [judged.state, asked.state];
    if (judged.verdict.kind === "fail") found.judge = Math.min(found.judge, second);
    if (asked.fails) found.short = Math.min(found.short, second);
  }
  return found;
}

describe("whether a candidate fails, and nothing else", () => {
  it.each([0.002, 0.006, 0.02, 0.05, 0.3, 1])("is what the judge says of one that fails %f", (ratio) => {
    const all = Array.from({ length: 8 }, (_, run) => secondsToFail(ratio, `${ratio}/${run}`));
    expect(all.map((found) => found.short)).toEqual(all.map((found) => found.judge));
    if (ratio >= 0.05) expect(Math.max(...all.map((found) => found.judge))).toBeLessThan(99);
  });
});
