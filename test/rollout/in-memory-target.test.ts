import { describeTarget } from "../contracts/target-contract.ts";
import { release, v1, v2 } from "./bench.ts";
import { FakeClock } from "./fake-clock.ts";
import { InMemoryTarget } from "./in-memory-target.ts";

describeTarget("InMemoryTarget", async () => {
  const clock = new FakeClock();
  const target = new InMemoryTarget(clock);
  const neverReady = release("6.6.6", "6");
  target.startsWithin = ({ digest }) => (digest === neverReady.digest ? Number.POSITIVE_INFINITY : 500);
  return { target, clock, first: v1, second: v2, neverReady, readyWithinMs: 5_000, close: async () => {} };
});
