import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TargetMetrics } from "../../../src/metrics/index.ts";
import type { Release } from "../../../src/release/release.ts";
import { noGovernance } from "../../../src/rollout/governance/policy.ts";
import { runRollout } from "../../../src/rollout/index.ts";
import { planOf } from "../../../src/rollout/plan-of.ts";
import type { Strategy } from "../../../src/rollout/strategy.ts";
import type { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";
import { EmbeddedBench, serve, systemClock } from "./bench.ts";

const limits = { readyTimeoutMs: 10_000, maxHoldMs: 5_000, leaseMs: 5_000, pollMs: 200 };
const timing = { settleMs: 200, observeMs: 1_000, maxObserveMs: 20_000 };
const followedBy = { kind: "rolling", batches: 1, settleMs: 100, bakeMs: 300 } as const;
const shadow: Strategy = { kind: "shadow", mirrorPercent: 100, ...timing, followedBy };
const blueGreen: Strategy = {
  kind: "blue-green",
  smoke: ["/healthz", "/as-mode/fail"],
  smokePerSecond: 20,
  settleMs: 100,
  verifyMs: 500,
  maxVerifyMs: 10_000,
  verifySwitchedMs: 500,
  bakeMs: 300,
};

describe("strategies on the embedded target, with the real engine and judge", () => {
  let bench: EmbeddedBench;
  let target: EmbeddedTarget;
  let url: string;

  beforeEach(async () => {
    bench = await EmbeddedBench.open();
    target = bench.target();
    url = await serve(target, await bench.build("1.0.0"));
  });
  afterEach(() => bench.close());

  const rollOut = (candidate: Release, strategy: Strategy) => {
    const { objectives } = bench.options();
    const metrics = new TargetMetrics(target, objectives, systemClock);
    const log = { info: () => undefined, warning: () => undefined };
    return runRollout(
      {
        service: "info",
        environment: "production",
        candidate,
        plan: planOf(strategy, limits, true),
        objectives,
        judge: { alpha: 0.05, riskRatio: 1.5, minRequests: 50, detectRatio: 100 },
        governance: noGovernance,
        reason: "test",
        actor: "ada",
        holder: "test",
        isAncestor: async () => false,
      },
      { target, metrics, channels: [], clock: systemClock, log, newId: () => "r7" },
    );
  };

  /** Users who ask for one page all the time, until stopped; tells what they got. */
  const startUsers = (path: string) => {
    const answers: { readonly status: number; readonly arm: string }[] = [];
    let isOn = true;
    const users = Array.from({ length: 4 }, async () => {
      while (isOn) {
        const answer = await fetch(`${url}${path}`);
        await answer.arrayBuffer();
        answers.push({ status: answer.status, arm: answer.headers.get("x-tidegate-arm") ?? "" });
        await systemClock.until(Date.now() + 10);
      }
    });
    return async () => {
      isOn = false;
      await Promise.all(users);
      return answers;
    };
  };

  it("blue-green switches to a release that answers its probes well", async () => {
    const { kind, message } = await rollOut(await bench.build("1.1.0"), blueGreen);
    expect([kind, message]).toEqual(["succeeded", expect.any(String)]);
    expect(await (await fetch(url)).text()).toBe("1.1.0");
  });

  it("blue-green takes a release back that answers one of its probes badly, and no user has met it", async () => {
    const stop = startUsers("/");
    const outcome = await rollOut(await bench.build("1.1.0", "bad"), blueGreen);
    const answers = await stop();
    expect(outcome).toMatchObject({ rollout: { stepIndex: 0, failure: { kind: "verdict" } } });
    expect(outcome.message).toContain("probes badly");
    expect(new Set(answers.map(({ arm }) => arm))).toEqual(new Set(["stable"]));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("a shadow finds out a bad release on copies, while every user is answered well by stable", async () => {
    const stop = startUsers("/as-mode/fail");
    const outcome = await rollOut(await bench.build("1.1.0", "bad"), shadow);
    const answers = await stop();
    expect(outcome).toMatchObject({ rollout: { stepIndex: 0, failure: { kind: "verdict" } } });
    expect(answers.length).toBeGreaterThan(20);
    expect(new Set(answers.map(({ arm, status }) => `${arm} ${status}`))).toEqual(new Set(["stable 200"]));
  });

  it("a shadow of a good release leads on to what follows it", async () => {
    const stop = startUsers("/as-mode/fail");
    const outcome = await rollOut(await bench.build("1.1.0"), shadow);
    const answers = await stop();
    expect([outcome.kind, outcome.message]).toEqual(["succeeded", expect.any(String)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
