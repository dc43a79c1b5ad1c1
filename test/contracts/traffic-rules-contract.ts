import { expect, it } from "vitest";
import type { TargetCapabilities } from "../../src/rollout/ports.ts";
import type { TrafficRules } from "../../src/rollout/traffic-rules.ts";
import { apply, type Open, ready, serve, type TargetHarness, until } from "./target-contract.ts";

interface Case {
  readonly capability: keyof TargetCapabilities;
  readonly rules: TrafficRules;
  readonly candidatePercent: number;
}

const cases: readonly Case[] = [
  { capability: "headers", candidatePercent: 0, rules: { match: [{ kind: "header", name: "x-beta", value: "yes" }] } },
  { capability: "cookies", candidatePercent: 0, rules: { match: [{ kind: "cookie", name: "beta", value: "yes" }] } },
  { capability: "sticky", candidatePercent: 50, rules: { sticky: { kind: "cookie", name: "arm" } } },
  { capability: "mirror", candidatePercent: 0, rules: { mirrorPercent: 50 } },
  {
    capability: "probes",
    candidatePercent: 5,
    rules: { probes: { paths: ["/healthz"], requestsPerSecond: 20, arms: ["stable", "candidate"] } },
  },
];

/** What a target does, or refuses to do, with requests beside splitting them by a share. */
export function describeTrafficRules(open: Open): void {
  it.each(cases)("does what it declares about $capability, says so, and stops when it goes back", async (one) => {
    const harness = await openTwo(open);
    const { candidatePercent, rules, capability } = one;
    if (!harness.target.capabilities[capability]) return;
    await apply(harness, { kind: "set-weight", candidatePercent, rules });
    expect(await harness.target.observe()).toMatchObject({ candidatePercent, rules });
    await apply(harness, { kind: "set-weight", candidatePercent, rules });
    expect(await harness.target.observe()).toMatchObject({ candidatePercent, rules });
    await apply(harness, { kind: "restore", stable: harness.first });
    const back = await harness.target.observe();
    expect([back.candidatePercent, back.rules]).toEqual([0, undefined]);
  });

  it.each(cases)("refuses $capability when it does not declare it, and leaves the traffic alone", async (one) => {
    const harness = await openTwo(open);
    const { candidatePercent, rules, capability } = one;
    if (harness.target.capabilities[capability]) return;
    const refused = apply(harness, { kind: "set-weight", candidatePercent, rules });
    await expect(refused).rejects.toMatchObject({ code: "unsupported" });
    const after = await harness.target.observe();
    expect([after.candidatePercent, after.rules]).toEqual([0, undefined]);
  });

  it("ends rules that a later step does not name", async () => {
    const harness = await openTwo(open);
    const { headers } = harness.target.capabilities;
    const rules: TrafficRules = { match: [{ kind: "header", name: "x-beta", value: "yes" }] };
    if (headers) await apply(harness, { kind: "set-weight", candidatePercent: 0, rules });
    await apply(harness, { kind: "set-weight", candidatePercent: 100 });
    expect((await harness.target.observe()).rules).toBeUndefined();
    await apply(harness, { kind: "promote" });
    expect((await harness.target.observe()).rules).toBeUndefined();
  });

  it("follows no rule that needs a candidate before that is ready", async () => {
    const harness = await open();
    await serve(harness, harness.first);
    await apply(harness, { kind: "prepare", release: harness.neverReady });
    for (const { rules, candidatePercent, capability } of cases) {
      if (!harness.target.capabilities[capability]) continue;
      const asked = apply(harness, { kind: "set-weight", candidatePercent, rules });
      await expect(asked).rejects.toMatchObject({ code: "not-ready" });
    }
    expect((await harness.target.observe()).rules).toBeUndefined();
  });

  it("switches all requests at one moment, there and back, if it declares that", async () => {
    const harness = await openTwo(open);
    const { request, target } = harness;
    if (!target.capabilities.atomicSwitch || request === undefined) return;
    for (const [kind, percent] of [["candidate", 100] as const, ["stable", 0] as const]) {
      const arms: string[] = [];
      const users = Array.from({ length: 4 }, async () => {
        for (let count = 0; count < 25; count += 1) arms.push((await request({})).arm);
      });
      await apply(harness, { kind: "set-weight", candidatePercent: percent });
      const afterwards = await Promise.all(Array.from({ length: 20 }, () => request({})));
      expect(new Set(afterwards.map(({ arm }) => arm))).toEqual(new Set([kind]));
      await Promise.all(users);
      expect(arms.at(-1)).toBe(kind);
    }
  });
}

async function openTwo(open: Open): Promise<TargetHarness> {
  const harness = await open();
  await serve(harness, harness.first);
  await ready(harness, harness.second);
  await until(harness, ({ arms }) => arms.stable?.ready === true);
  return harness;
}
