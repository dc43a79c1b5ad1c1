import type { TargetCapabilities } from "../../src/rollout/ports.ts";
import { describeTarget, type TargetHarness } from "../contracts/target-contract.ts";
import { release, v1, v2 } from "./bench.ts";
import { FakeClock } from "./fake-clock.ts";
import { InMemoryTarget } from "./in-memory-target.ts";

async function harness(capabilities: Partial<TargetCapabilities>): Promise<TargetHarness> {
  const clock = new FakeClock();
  const target = new InMemoryTarget(clock, capabilities);
  const neverReady = release("6.6.6", "6");
  target.startsWithin = ({ digest }) => (digest === neverReady.digest ? Number.POSITIVE_INFINITY : 500);
  return { target, clock, first: v1, second: v2, neverReady, readyWithinMs: 5_000, close: async () => {} };
}

describeTarget("InMemoryTarget", () => harness({}));
describeTarget("InMemoryTarget that can do nothing but split", () =>
  harness({ headers: false, cookies: false, sticky: false, mirror: false, probes: false, atomicSwitch: false }),
);
